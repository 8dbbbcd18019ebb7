"""Marks of hidden tests and solutions inside an answer, not in pairs, confuse whoever removes
such regions.
"""

from __future__ import annotations

from tests.hostile.assignment import HONEST
from tests.hostile.making import ALL, Release, answered

EXPECTED: dict[str, float] = ALL


def make(release: Release) -> bytes:
    text = HONEST["double"] + "### END HIDDEN TESTS\n### BEGIN SOLUTION\n### BEGIN HIDDEN TESTS\n"
    return answered(release, double=text)
