"""The question that a person grades is a code cell now: an empty code cell is worth full marks
to nbgrader. Its type comes from the release.
"""

from __future__ import annotations

from tests.hostile.making import ALL, Release, cell, filled, written

EXPECTED: dict[str, float] = ALL


def make(release: Release) -> bytes:
    notebook = filled(release)
    question = cell(notebook, "explain")
    question.update(cell_type="code", source="1.0", execution_count=1, outputs=[])
    return written(notebook)
