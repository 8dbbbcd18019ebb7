"""Starts threads until the system refuses. What runs beside the answer may not change the grade
of the others.
"""

from __future__ import annotations

from tests.hostile.making import Release, all_but, answered

EXPECTED: dict[str, float] = all_but("double")

ANSWER = """\
import _thread


def idle():
    while True:
        time.sleep_ms(1)


def double(x):
    for _ in range(100_000):
        _thread.start_new_thread(idle, ())
    return 2 * x
"""


def make(release: Release) -> bytes:
    return answered(release, double=ANSWER)
