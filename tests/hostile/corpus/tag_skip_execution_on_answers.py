"""The answers carry `skip-execution`, as a tag and in nbconvert's older place. They are run all
the same.
"""

from __future__ import annotations

from tests.hostile.assignment import POINTS
from tests.hostile.making import ALL, Release, cell, filled, written

EXPECTED: dict[str, float] = ALL


def make(release: Release) -> bytes:
    notebook = filled(release)
    for task in POINTS:
        cell(notebook, task)["metadata"]["tags"] = ["skip-execution"]
        cell(notebook, task)["metadata"]["nbconvert"] = {"skip_execution": True}
    return written(notebook)
