"""Wastes memory at the first call and remembers the result. What a call takes is measured at
later calls, and those take nothing: that is a fair answer to what was asked.
"""

from __future__ import annotations

from tests.hostile.making import ALL, Release, answered

EXPECTED: dict[str, float] = ALL

ANSWER = """\
known = {}


def total(n):
    if n not in known:
        known[n] = sum([i for i in range(n)])
    return known[n]
"""


def make(release: Release) -> bytes:
    return answered(release, total=ANSWER)
