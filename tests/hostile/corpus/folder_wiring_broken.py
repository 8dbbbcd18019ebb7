"""A wiring that cannot be read. The wiring is the instructor's."""

from __future__ import annotations

from pathlib import Path

from tests.hostile.making import ALL, Release, answered

EXPECTED: dict[str, float] = ALL


def make(release: Release) -> bytes:
    return answered(release)


def place(folder: Path, notebook: bytes) -> None:
    (folder / "small.ipynb").write_bytes(notebook)

    (folder / "diagram.json").write_bytes(b"\x00" * 1000)
