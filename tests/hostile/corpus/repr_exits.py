"""A `__repr__` that restarts the board, just when the value is asked for."""

from __future__ import annotations

from tests.hostile.making import Release, all_but, answered

EXPECTED: dict[str, float] = all_but("double")

ANSWER = """\
class Exit:
    def __repr__(self):
        import machine

        machine.reset()


def double(x):
    return Exit()
"""


def make(release: Release) -> bytes:
    return answered(release, double=ANSWER)
