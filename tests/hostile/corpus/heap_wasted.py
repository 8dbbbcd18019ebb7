"""A list of all numbers where none is needed: right, but it takes memory. Not hostile: the other
files about the heap lie about just this.
"""

from __future__ import annotations

from tests.hostile.making import Release, all_but, answered

EXPECTED: dict[str, float] = {**all_but("total"), "total": 2}

ANSWER = """\
def total(n):
    return sum([i for i in range(n)])
"""


def make(release: Release) -> bytes:
    return answered(release, total=ANSWER)
