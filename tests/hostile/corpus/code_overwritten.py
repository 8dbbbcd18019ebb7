"""Puts a wrong address where a function's code should be, and calls it."""

from __future__ import annotations

from tests.hostile.making import Release, all_but, answered

EXPECTED: dict[str, float] = all_but("double")

ANSWER = """\
import uctypes


@micropython.viper
def double(x):
    return x


uctypes.struct(id(double), {"code": uctypes.UINT64 | 24}, uctypes.NATIVE).code = 0x1234
"""


def make(release: Release) -> bytes:
    return answered(release, double=ANSWER)
