"""Real system calls, by machine code put over a function's: opens and reads a file."""

from __future__ import annotations

from tests.hostile.making import ESCAPED, SYSCALL, Release, all_but, answered

EXPECTED: dict[str, float] = all_but("double")

ESCAPES = True

ANSWER = (
    SYSCALL
    + """\
def escaped():
    path = b"/etc/passwd\\0"
    descriptor = syscall(2, address(path), 0, 0)
    content = bytearray(100)
    return descriptor >= 0 and syscall(0, descriptor, address(content), 100) > 0
"""
    + ESCAPED
)


def make(release: Release) -> bytes:
    return answered(release, double=ANSWER)
