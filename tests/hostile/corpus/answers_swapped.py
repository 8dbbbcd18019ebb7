"""The grade_ids of two answers are exchanged and nothing else. Each text goes where its grade_id
says: when `double` is checked, only `blink` is defined; below both, it is.
"""

from __future__ import annotations

from tests.hostile.making import Release, all_but, cell, filled, marks, written

EXPECTED: dict[str, float] = all_but("double")


def make(release: Release) -> bytes:
    notebook = filled(release)
    first, second = cell(notebook, "double"), cell(notebook, "blink")
    marks(first)["grade_id"], marks(second)["grade_id"] = "blink", "double"
    return written(notebook)
