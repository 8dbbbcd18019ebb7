"""Wastes memory, and collects before it returns, so that none is missing afterwards. What it
allocated was allocated.
"""

from __future__ import annotations

from tests.hostile.making import Release, all_but, answered

EXPECTED: dict[str, float] = {**all_but("total"), "total": 2}

ANSWER = """\
import gc


def total(n):
    result = sum([i for i in range(n)])
    gc.collect()
    return result
"""


def make(release: Release) -> bytes:
    return answered(release, total=ANSWER)
