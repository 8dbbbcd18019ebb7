"""A callback that schedules itself: the interpreter never comes to rest, so the answer is never
seen.
"""

from __future__ import annotations

from tests.hostile.making import ALL, Release, answered

EXPECTED: dict[str, float] = ALL

ANSWER = """\
import micropython


def again(_):
    micropython.schedule(again, None)


micropython.schedule(again, None)


def double(x):
    return 2 * x
"""


def make(release: Release) -> bytes:
    return answered(release, double=ANSWER)
