"""A socket by a real system call, connected to a server on the grader's machine."""

from __future__ import annotations

from tests.hostile.making import ESCAPED, SYSCALL, Release, all_but, answered, door

EXPECTED: dict[str, float] = all_but("double")

ESCAPES = True

ANSWER = (
    SYSCALL
    + """\
def escaped():
    number = syscall(41, 2, 1, 0)
    to = bytes((2, 0, PORT >> 8, PORT & 255, 127, 0, 0, 1)) + bytes(8)
    return number >= 0 and syscall(42, number, address(to), 16) == 0
"""
    + ESCAPED
)


def make(release: Release) -> bytes:
    return answered(release, double=ANSWER.replace("PORT", str(door().port)))
