"""A file and a folder that nobody may read."""

from __future__ import annotations

from pathlib import Path

from tests.hostile.making import ALL, Release, answered

EXPECTED: dict[str, float] = ALL


def make(release: Release) -> bytes:
    return answered(release)


def place(folder: Path, notebook: bytes) -> None:
    (folder / "small.ipynb").write_bytes(notebook)

    (folder / "secret.txt").write_bytes(b"x")
    (folder / "secret.txt").chmod(0)
    (folder / "closed").mkdir(mode=0)
