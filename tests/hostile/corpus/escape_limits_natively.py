"""Lifts its own limits of processor time and memory."""

from __future__ import annotations

from tests.hostile.making import ESCAPED, SYSCALL, Release, all_but, answered

EXPECTED: dict[str, float] = all_but("double")

ESCAPES = True

ANSWER = (
    SYSCALL
    + """\
def escaped():
    # Not more: so many seconds are too many nanoseconds for Linux, which then ends the process.
    more = (1 << 32).to_bytes(8, "little") * 2
    return syscall(160, 9, address(more), 0) == 0 and syscall(160, 0, address(more), 0) == 0
"""
    + ESCAPED
)


def make(release: Release) -> bytes:
    return answered(release, double=ANSWER)
