"""A list that contains itself has no end when it is shown."""

from __future__ import annotations

from tests.hostile.making import Release, all_but, answered

EXPECTED: dict[str, float] = all_but("double")

ANSWER = """\
def double(x):
    value = []
    value.append(value)
    return value
"""


def make(release: Release) -> bytes:
    return answered(release, double=ANSWER)
