"""Texts of answers that are an object, a number, a list of numbers. No text, no answer."""

from __future__ import annotations

from tests.hostile.assignment import POINTS
from tests.hostile.making import Release, cell, filled, written

EXPECTED: dict[str, float] = {}


def make(release: Release) -> bytes:
    notebook = filled(release)
    for task, source in zip(POINTS, ({"def": "double"}, 7, [1, 2, None]), strict=True):
        cell(notebook, task)["source"] = source
    return written(notebook)
