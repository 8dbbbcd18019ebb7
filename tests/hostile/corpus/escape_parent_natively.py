"""Asks for a handle on the parent, whose memory holds the expected values."""

from __future__ import annotations

from tests.hostile.making import ESCAPED, SYSCALL, Release, all_but, answered

EXPECTED: dict[str, float] = all_but("double")

ESCAPES = True

ANSWER = (
    SYSCALL
    + """\
def escaped():
    return syscall(434, syscall(110) or 1) >= 0
"""
    + ESCAPED
)


def make(release: Release) -> bytes:
    return answered(release, double=ANSWER)
