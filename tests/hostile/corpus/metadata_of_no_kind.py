"""Metadata that are a list, text or null where an object belongs, and grade_ids that are none.
The checks come from the release; an answer without its grade_id is no answer.
"""

from __future__ import annotations

from tests.hostile.making import Release, all_but, cell, filled, marks, written

EXPECTED: dict[str, float] = all_but("double", "blink")


def make(release: Release) -> bytes:
    notebook = filled(release)
    marks(cell(notebook, "blink-check"))["grade_id"] = {"grade": "id"}
    marks(cell(notebook, "blink"))["grade_id"] = ["blink"]
    names = "explain", "double-check", "double"
    explain, check, double = (cell(notebook, name) for name in names)
    explain["metadata"] = ["nbgrader"]
    check["metadata"]["nbgrader"] = "yes"
    double["metadata"] = None
    notebook["metadata"] = [1, 2, 3]
    return written(notebook)
