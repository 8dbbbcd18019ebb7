"""Lists in lists, 300 deep, are deeper than some readers are."""

from __future__ import annotations

from tests.hostile.making import Release, all_but, answered

EXPECTED: dict[str, float] = all_but("double")

ANSWER = """\
def double(x):
    value = []
    for _ in range(300):
        value = [value]
    return value
"""


def make(release: Release) -> bytes:
    return answered(release, double=ANSWER)
