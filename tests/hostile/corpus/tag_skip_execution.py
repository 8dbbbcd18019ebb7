"""The tag `skip-execution` on every code cell. nbgrader gives full marks to a graded cell that
was not run. Tags of a submission are not looked at.
"""

from __future__ import annotations

from tests.hostile.making import Release, blank, written

EXPECTED: dict[str, float] = {}


def make(release: Release) -> bytes:
    notebook = blank(release)
    for candidate in notebook["cells"]:
        candidate["metadata"]["tags"] = ["skip-execution", "remove_cell", "hide-output"]
    return written(notebook)
