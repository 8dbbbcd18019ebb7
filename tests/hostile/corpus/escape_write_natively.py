"""Makes a file outside of the flash, by a real system call."""

from __future__ import annotations

from tests.hostile.making import ESCAPED, SYSCALL, Release, all_but, answered

EXPECTED: dict[str, float] = all_but("double")

ESCAPES = True

ANSWER = (
    SYSCALL
    + """\
def escaped():
    path = b"/tmp/coursekit-escape-%d\\0" % syscall(39, 0, 0, 0)
    descriptor = syscall(2, address(path), 0o101, 0o600)
    syscall(87, address(path), 0, 0)
    return descriptor >= 0
"""
    + ESCAPED
)


def make(release: Release) -> bytes:
    return answered(release, double=ANSWER)
