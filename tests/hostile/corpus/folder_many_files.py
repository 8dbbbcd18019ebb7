"""Three thousand small files."""

from __future__ import annotations

from pathlib import Path

from tests.hostile.making import ALL, Release, answered

EXPECTED: dict[str, float] = ALL


def make(release: Release) -> bytes:
    return answered(release)


def place(folder: Path, notebook: bytes) -> None:
    (folder / "small.ipynb").write_bytes(notebook)

    for number in range(3000):
        (folder / f"part-{number}.txt").write_bytes(b"x")
