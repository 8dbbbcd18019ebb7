"""Machine code that writes to address 0: the process dies in the call."""

from __future__ import annotations

from tests.hostile.making import Release, all_but, answered

EXPECTED: dict[str, float] = all_but("double")

ANSWER = """\
@micropython.viper
def crash(at: int):
    ptr8(at)[0] = 1


def double(x):
    crash(0)
    return 2 * x
"""


def make(release: Release) -> bytes:
    return answered(release, double=ANSWER)
