"""A number of twenty thousand digits, more than Python turns into decimals without asking."""

from __future__ import annotations

from tests.hostile.making import Release, all_but, answered

EXPECTED: dict[str, float] = all_but("double")

ANSWER = """\
def double(x):
    return x << 66000
"""


def make(release: Release) -> bytes:
    return answered(release, double=ANSWER)
