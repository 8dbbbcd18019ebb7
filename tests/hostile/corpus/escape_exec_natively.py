"""Becomes another program: a shell in place of the board."""

from __future__ import annotations

from tests.hostile.making import ESCAPED, SYSCALL, Release, all_but, answered

EXPECTED: dict[str, float] = all_but("double")

ESCAPES = True

ANSWER = (
    SYSCALL
    + """\
def escaped():
    child = syscall(58, 0, 0, 0)
    if child == 0:
        path = b"/bin/true\\0"
        syscall(59, address(path), 0, 0)
        syscall(60, 1, 0, 0)
    return child > 0
"""
    + ESCAPED
)


def make(release: Release) -> bytes:
    return answered(release, double=ANSWER)
