"""Takes a gigabyte of memory that is not the heap's, and uses it."""

from __future__ import annotations

from tests.hostile.making import ESCAPED, SYSCALL, Release, all_but, answered

EXPECTED: dict[str, float] = all_but("double")

ESCAPES = True

ANSWER = (
    SYSCALL
    + """\
def escaped():
    size = 1 << 30
    before = syscall(12, 0, 0, 0)
    after = syscall(12, before + size, 0, 0)
    if after != before + size:
        return False
    for at in range(before, after, 4 << 20):
        uctypes.bytearray_at(at, 1)[0] = 1
    return True
"""
    + ESCAPED
)


def make(release: Release) -> bytes:
    return answered(release, double=ANSWER)
