"""A cell of the student's own is marked as a graded one with a hundred points. Only cells of the
release are graded.
"""

from __future__ import annotations

from tests.hostile.making import Release, blank, code_cell, written

EXPECTED: dict[str, float] = {}


def make(release: Release) -> bytes:
    notebook = blank(release)
    flags = {"grade": True, "solution": False, "locked": False, "task": False, "points": 100}
    notebook["cells"].append(code_cell("print('passed')", grade_id="bonus", **flags))
    return written(notebook)
