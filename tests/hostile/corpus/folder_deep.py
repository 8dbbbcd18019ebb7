"""Folders in folders, sixty deep, with files in the innermost."""

from __future__ import annotations

from pathlib import Path

from tests.hostile.making import ALL, Release, answered

EXPECTED: dict[str, float] = ALL


def make(release: Release) -> bytes:
    return answered(release)


def place(folder: Path, notebook: bytes) -> None:
    (folder / "small.ipynb").write_bytes(notebook)

    innermost = folder.joinpath(*["d"] * 60)
    innermost.mkdir(parents=True)
    (innermost / "small.ipynb").write_bytes(notebook)
    (innermost / "notes.txt").write_bytes(b"x")
