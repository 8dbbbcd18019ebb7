"""Fifty thousand statements in one cell: Python on the computer takes a second each time it looks
at them, so it looks once. The board has no memory for them.
"""

from __future__ import annotations

from tests.hostile.assignment import HONEST
from tests.hostile.making import Release, all_but, answered

EXPECTED: dict[str, float] = all_but("double")


def make(release: Release) -> bytes:
    return answered(release, double=HONEST["double"] + "a\n" * 49_000)
