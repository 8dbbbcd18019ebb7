"""A time stamp that is no time. The submission is graded all the same."""

from __future__ import annotations

from pathlib import Path

from tests.hostile.making import ALL, Release, answered

EXPECTED: dict[str, float] = ALL


def make(release: Release) -> bytes:
    return answered(release)


def place(folder: Path, notebook: bytes) -> None:
    (folder / "small.ipynb").write_bytes(notebook)

    (folder / "timestamp.txt").write_text("tomorrow, I promise\n")
