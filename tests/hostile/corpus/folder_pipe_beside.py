"""A named pipe beside the notebook: who copies it waits for ever."""

from __future__ import annotations

import os
from pathlib import Path

from tests.hostile.making import ALL, Release, answered

EXPECTED: dict[str, float] = ALL


def make(release: Release) -> bytes:
    return answered(release)


def place(folder: Path, notebook: bytes) -> None:
    (folder / "small.ipynb").write_bytes(notebook)

    os.mkfifo(folder / "data.csv")
