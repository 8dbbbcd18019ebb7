"""True, a float and text where a whole number is asked for are not that number."""

from __future__ import annotations

from tests.hostile.making import Release, all_but, answered

EXPECTED: dict[str, float] = all_but("double")

ANSWER = """\
def double(x):
    return [2.0 * x, str(2 * x), bytes([x % 256]), (2 * x,)][x % 4]
"""


def make(release: Release) -> bytes:
    return answered(release, double=ANSWER)
