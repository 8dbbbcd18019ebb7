"""Stops its own process, which then neither computes nor answers."""

from __future__ import annotations

from tests.hostile.making import SYSCALL, Release, all_but, answered

EXPECTED: dict[str, float] = all_but("double")

ANSWER = (
    SYSCALL
    + """\
def double(x):
    syscall(234, syscall(39), syscall(186), 19)
    return x
"""
)


def make(release: Release) -> bytes:
    return answered(release, double=ANSWER)
