"""The notebook goes by a name in capitals. nbgrader knows notebooks by their names, and a second
one might be hidden behind.
"""

from __future__ import annotations

from pathlib import Path

from tests.hostile.making import Release, answered

EXPECTED: dict[str, float] = {}


def make(release: Release) -> bytes:
    return answered(release)


def place(folder: Path, notebook: bytes) -> None:
    (folder / "SMALL.ipynb").write_bytes(notebook)
