"""Marks of an old nbgrader stop the stock command for the whole class. The marks come from the
release, so the answers count.
"""

from __future__ import annotations

from tests.hostile.making import ALL, Release, filled, marks, written

EXPECTED: dict[str, float] = ALL


def make(release: Release) -> bytes:
    notebook = filled(release)
    for candidate in notebook["cells"]:
        marks(candidate)["schema_version"] = 1
    return written(notebook)
