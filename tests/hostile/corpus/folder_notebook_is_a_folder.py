"""The notebook is a folder, and another one lies in it. There is nothing to grade."""

from __future__ import annotations

from pathlib import Path

from tests.hostile.making import Release, answered

EXPECTED: dict[str, float] = {}


def make(release: Release) -> bytes:
    return answered(release)


def place(folder: Path, notebook: bytes) -> None:
    (folder / "small.ipynb").mkdir()
    (folder / "small.ipynb" / "small.ipynb").write_bytes(notebook)
