"""A set of thousands of numbers that all have the same hash keeps whoever reads it busy."""

from __future__ import annotations

from tests.hostile.making import Release, all_but, answered

EXPECTED: dict[str, float] = all_but("double")

ANSWER = """\
class Set:
    def __repr__(self):
        numbers = ", ".join([str(i * ((1 << 61) - 1)) for i in range(1500)])
        return "{" + numbers + "}"


def double(x):
    return Set()
"""


def make(release: Release) -> bytes:
    return answered(release, double=ANSWER)
