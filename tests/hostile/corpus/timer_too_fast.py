"""Timers of a million calls a second and a long sleep: the bench would work through all of them.
They run on below, where `blink` has no processor time left for its own sleeps.
"""

from __future__ import annotations

from tests.hostile.making import Release, answered

EXPECTED: dict[str, float] = {"total": 3}

ANSWER = """\
from machine import Timer

timers = [Timer(freq=1_000_000, callback=lambda t: None) for _ in range(8)]


def double(x):
    time.sleep(100)
    return 2 * x
"""


def make(release: Release) -> bytes:
    return answered(release, double=ANSWER)
