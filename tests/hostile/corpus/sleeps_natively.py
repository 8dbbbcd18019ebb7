"""Sleeps by a system call, in real time, where no interrupt reaches it."""

from __future__ import annotations

from tests.hostile.making import SYSCALL, Release, all_but, answered

EXPECTED: dict[str, float] = all_but("double")

ANSWER = (
    SYSCALL
    + """\
def double(x):
    for _ in range(1000):
        syscall(35, address((10_000).to_bytes(8, "little") + bytes(8)))
    return x
"""
)


def make(release: Release) -> bytes:
    return answered(release, double=ANSWER)
