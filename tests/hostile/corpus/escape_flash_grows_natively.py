"""Makes the flash's file two gigabytes long: it lies in the computer's memory, and no limit of
the process counts it.
"""

from __future__ import annotations

from tests.hostile.making import ESCAPED, SYSCALL, Release, all_but, answered

EXPECTED: dict[str, float] = all_but("double")

ESCAPES = True

ANSWER = (
    SYSCALL
    + """\
def escaped():
    end = bytearray(1)
    for descriptor in range(3, 16):
        if syscall(18, descriptor, address(end), 1, 2 << 30) == 1:
            return syscall(77, descriptor, 2 << 20) == 0
    return False
"""
    + ESCAPED
)


def make(release: Release) -> bytes:
    return answered(release, double=ANSWER)
