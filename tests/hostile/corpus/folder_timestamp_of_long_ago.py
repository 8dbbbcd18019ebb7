"""A time stamp before time itself, once it is converted. The submission is graded all the same."""

from __future__ import annotations

from pathlib import Path

from tests.hostile.making import ALL, Release, answered

EXPECTED: dict[str, float] = ALL


def make(release: Release) -> bytes:
    return answered(release)


def place(folder: Path, notebook: bytes) -> None:
    (folder / "small.ipynb").write_bytes(notebook)

    (folder / "timestamp.txt").write_text("0001-01-01 00:00:00 +2300\n")
