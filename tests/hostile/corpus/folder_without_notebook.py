"""Everything was handed in but the notebook. It is scored, with nothing, so that it is not
forgotten.
"""

from __future__ import annotations

from pathlib import Path

from tests.hostile.making import Release, answered

EXPECTED: dict[str, float] = {}


def make(release: Release) -> bytes:
    return answered(release)


def place(folder: Path, notebook: bytes) -> None:
    (folder / "answers.txt").write_bytes(notebook)
