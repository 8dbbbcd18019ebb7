"""A timer left behind by the cell whose callback raises each time. It disturbs nothing but
itself: tracebacks are output.
"""

from __future__ import annotations

from tests.hostile.making import ALL, Release, answered

EXPECTED: dict[str, float] = ALL

ANSWER = """\
from machine import Timer


def fail(timer):
    raise ValueError("from a timer")


timer = Timer(period=50, callback=fail)


def double(x):
    return 2 * x
"""


def make(release: Release) -> bytes:
    return answered(release, double=ANSWER)
