"""Half of a surrogate pair in metadata, in a grade_id, and in the text of a cell that is no
answer.
"""

from __future__ import annotations

from tests.hostile.making import ALL, Release, cell, code_cell, filled, written

EXPECTED: dict[str, float] = ALL


def make(release: Release) -> bytes:
    notebook = filled(release)
    notebook["metadata"]["title"] = "\udfff"
    notebook["cells"].append(code_cell("'\udc80'", grade_id="\ud800", solution=True))
    cell(notebook, "intro")["source"] = "\ud83d"
    return written(notebook)
