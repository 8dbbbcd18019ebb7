"""Names of files that are patterns, hold a line end, or are no UTF-8."""

from __future__ import annotations

import os
from pathlib import Path

from tests.hostile.making import ALL, Release, answered

EXPECTED: dict[str, float] = ALL


def make(release: Release) -> bytes:
    return answered(release)


def place(folder: Path, notebook: bytes) -> None:
    (folder / "small.ipynb").write_bytes(notebook)

    for name in (b"[a-z]*.txt", b"line\nend", b"\xff\xfe.txt", b"-rf", b" ", b"%s{0}$(id)"):
        with open(os.path.join(os.fsencode(folder), name), "wb") as file:
            file.write(b"x")
