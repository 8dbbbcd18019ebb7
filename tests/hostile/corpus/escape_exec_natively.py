"""Starts another program of the computer, in a process of its own."""

from __future__ import annotations

from tests.hostile.making import ESCAPED, SYSCALL, Release, all_but, answered

EXPECTED: dict[str, float] = all_but("double")

ESCAPES = True

ANSWER = (
    SYSCALL
    + """\
def escaped():
    path = b"/bin/true\\0"
    child = syscall(57)
    if child == 0:
        syscall(59, address(path))
        syscall(231, 1)
    status = bytearray(b"\\xff" * 4)
    return child > 0 and syscall(61, child, address(status)) == child and not any(status)
"""
    + ESCAPED
)


def make(release: Release) -> bytes:
    return answered(release, double=ANSWER)
