"""A `__repr__` that shows as an expression that could be true of any number."""

from __future__ import annotations

from tests.hostile.making import Release, all_but, answered

EXPECTED: dict[str, float] = all_but("double")

ANSWER = """\
class Claim:
    def __repr__(self):
        return "2 * x"


def double(x):
    return Claim()
"""


def make(release: Release) -> bytes:
    return answered(release, double=ANSWER)
