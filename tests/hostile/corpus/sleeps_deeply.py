"""Deep sleep in the call: a board wakes from it with a reset."""

from __future__ import annotations

from tests.hostile.making import Release, all_but, answered

EXPECTED: dict[str, float] = all_but("double")

ANSWER = """\
import machine


def double(x):
    machine.deepsleep(1000)
    return 2 * x
"""


def make(release: Release) -> bytes:
    return answered(release, double=ANSWER)
