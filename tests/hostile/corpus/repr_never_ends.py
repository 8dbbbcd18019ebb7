"""A `__repr__` that prints and waits for ever. The call ends at its limit."""

from __future__ import annotations

from tests.hostile.making import Release, all_but, answered

EXPECTED: dict[str, float] = all_but("double")

ANSWER = """\
class Slow:
    def __repr__(self):
        while True:
            pass


def double(x):
    return Slow()
"""


def make(release: Release) -> bytes:
    return answered(release, double=ANSWER)
