"""Machine code that calls itself: nobody counts its stack. The process may die of it."""

from __future__ import annotations

from tests.hostile.making import Release, all_but, answered

EXPECTED: dict[str, float] = all_but("double")

ANSWER = """\
@micropython.native
def double(x):
    return double(x)
"""


def make(release: Release) -> bytes:
    return answered(release, double=ANSWER)
