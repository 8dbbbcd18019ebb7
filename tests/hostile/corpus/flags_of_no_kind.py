"""Flags that are text, null and a list. Only the text of an answer is taken over, so nothing
looks at them.
"""

from __future__ import annotations

from tests.hostile.assignment import POINTS
from tests.hostile.making import ALL, Release, cell, filled, marks, written

EXPECTED: dict[str, float] = ALL


def make(release: Release) -> bytes:
    notebook = filled(release)
    for task in POINTS:
        marks(cell(notebook, task)).update(solution="no", grade=[], locked=None, task={})
    return written(notebook)
