"""Ends its process with a signal of its own."""

from __future__ import annotations

from tests.hostile.making import SYSCALL, Release, all_but, answered

EXPECTED: dict[str, float] = all_but("double")

ANSWER = (
    SYSCALL
    + """\
def double(x):
    syscall(234, syscall(39), syscall(186), 6)
    return x
"""
)


def make(release: Release) -> bytes:
    return answered(release, double=ANSWER)
