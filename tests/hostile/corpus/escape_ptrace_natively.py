"""Reads the memory of the parent, where the expected values are."""

from __future__ import annotations

from tests.hostile.making import ESCAPED, SYSCALL, Release, all_but, answered

EXPECTED: dict[str, float] = all_but("double")

ESCAPES = True

ANSWER = (
    SYSCALL
    + """\
def escaped():
    parent = syscall(110, 0, 0, 0) or 1
    return syscall(101, 16, parent, 0) == 0 or syscall(434, parent, 0, 0) >= 0
"""
    + ESCAPED
)


def make(release: Release) -> bytes:
    return answered(release, double=ANSWER)
