"""The notebook is a link to the instructor's own, with all answers. Links are not followed:
there is nothing to grade.
"""

from __future__ import annotations

from pathlib import Path

from tests.hostile.making import Release, blank, written

EXPECTED: dict[str, float] = {}


def make(release: Release) -> bytes:
    return written(blank(release))


def place(folder: Path, notebook: bytes) -> None:
    course = folder.parents[2]
    (folder / "small.ipynb").symlink_to(course / "solutions" / "small" / "small.ipynb")
