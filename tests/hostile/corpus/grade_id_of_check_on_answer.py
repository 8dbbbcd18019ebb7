"""An answer cell takes the grade_id of its check, to replace the check's text. Checks come from
the gradebook, and the answer is missing then.
"""

from __future__ import annotations

from tests.hostile.making import Release, all_but, cell, filled, marks, written

EXPECTED: dict[str, float] = all_but("double")


def make(release: Release) -> bytes:
    notebook = filled(release)
    marks(cell(notebook, "double"))["grade_id"] = "double-check"
    return written(notebook)
