"""Calls of a bus that would last for days, with timers of a million calls a second beside them: the
bench would work through all of it in one message, and nobody could stop it.
"""

from __future__ import annotations

from tests.hostile.making import Release, all_but, answered

EXPECTED: dict[str, float] = all_but("double")

ANSWER = """\
from machine import SoftI2C, Timer


def double(x):
    try:
        SoftI2C(7, 6, timeout=-1).start()
    except KeyboardInterrupt:
        timers = [Timer(freq=1_000_000, callback=lambda t: None) for _ in range(8)]
        SoftI2C(9, 8, freq=1).writeto(1, bytes(50_000))
    return 2 * x
"""


def make(release: Release) -> bytes:
    return answered(release, double=ANSWER)
