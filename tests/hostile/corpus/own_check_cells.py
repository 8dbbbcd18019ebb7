"""Cells of the student's own with checks that are always met, named as the tasks are. They are
not in the release, and answers may not check anything.
"""

from __future__ import annotations

from tests.hostile.assignment import POINTS
from tests.hostile.making import Release, blank, code_cell, written

EXPECTED: dict[str, float] = {}


def make(release: Release) -> bytes:
    notebook = blank(release)
    for task in POINTS:
        notebook["cells"].append(code_cell(f"%%check {task}\nexpect(1).equals(1)\n"))
    return written(notebook)
