"""Sleeps for a year of board time, which costs no processor time at all."""

from __future__ import annotations

from tests.hostile.making import Release, all_but, answered

EXPECTED: dict[str, float] = all_but("double")

ANSWER = """\
def double(x):
    time.sleep(31_536_000)
    return 2 * x
"""


def make(release: Release) -> bytes:
    return answered(release, double=ANSWER)
