"""The locked setup cell is declared a solution cell, with a text that puts false pins in place.
Which cells are answers is known from the release.
"""

from __future__ import annotations

from tests.hostile.making import ALL, Release, cell, filled, marks, written

EXPECTED: dict[str, float] = ALL


def make(release: Release) -> bytes:
    notebook = filled(release)
    setup = cell(notebook, "setup")
    marks(setup).update(solution=True, locked=False)
    setup["source"] = "class Pin:\n    OUT = 0\n    on = off = __init__ = print\n"
    return written(notebook)
