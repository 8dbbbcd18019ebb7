"""A function that calls itself without an end."""

from __future__ import annotations

from tests.hostile.making import Release, all_but, answered

EXPECTED: dict[str, float] = all_but("double")

ANSWER = """\
def double(x):
    return double(x) + 1
"""


def make(release: Release) -> bytes:
    return answered(release, double=ANSWER)
