"""Holds memory before the call and lets it go inside, so that what is allocated at the end is no
more than at the start.
"""

from __future__ import annotations

from tests.hostile.making import Release, all_but, answered

EXPECTED: dict[str, float] = {**all_but("total"), "total": 2}

ANSWER = """\
import gc

ballast = [bytearray(100) for _ in range(200)]


def total(n):
    global ballast
    result = sum([i for i in range(n)])
    ballast = None
    gc.collect()
    return result
"""


def make(release: Release) -> bytes:
    return answered(release, total=ANSWER)
