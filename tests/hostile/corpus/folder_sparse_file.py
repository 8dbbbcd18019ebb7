"""A file of eight gigabytes that takes no room, until somebody copies it."""

from __future__ import annotations

from pathlib import Path

from tests.hostile.making import ALL, Release, answered

EXPECTED: dict[str, float] = ALL


def make(release: Release) -> bytes:
    return answered(release)


def place(folder: Path, notebook: bytes) -> None:
    (folder / "small.ipynb").write_bytes(notebook)

    with open(folder / "data.bin", "wb") as file:
        file.truncate(8 << 30)
