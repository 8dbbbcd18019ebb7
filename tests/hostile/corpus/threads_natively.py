"""Starts threads by system calls, which no module counts."""

from __future__ import annotations

from tests.hostile.making import SYSCALL, Release, all_but, answered

EXPECTED: dict[str, float] = all_but("double")

ANSWER = (
    SYSCALL
    + """\
def double(x):
    for _ in range(50):
        syscall(435)
    return x
"""
)


def make(release: Release) -> bytes:
    return answered(release, double=ANSWER)
