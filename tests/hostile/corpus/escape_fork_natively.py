"""Makes a second process. One is enough to show that a bomb could."""

from __future__ import annotations

from tests.hostile.making import ESCAPED, SYSCALL, Release, all_but, answered

EXPECTED: dict[str, float] = all_but("double")

ESCAPES = True

ANSWER = (
    SYSCALL
    + """\
def escaped():
    child = syscall(57, 0, 0, 0)
    if child == 0:
        syscall(231, 0, 0, 0)
    return child > 0
"""
    + ESCAPED
)


def make(release: Release) -> bytes:
    return answered(release, double=ANSWER)
