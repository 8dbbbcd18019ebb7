"""Ignores every signal that can be ignored, then loops in machine code."""

from __future__ import annotations

from tests.hostile.making import SYSCALL, Release, all_but, answered

EXPECTED: dict[str, float] = all_but("double")

ANSWER = (
    SYSCALL
    + """\
@micropython.viper
def spin():
    while True:
        pass


def double(x):
    action = (1).to_bytes(8, "little") + bytes(24)
    for number in range(1, 32):
        syscall(13, number, address(action), 0, 8)
    spin()
"""
)


def make(release: Release) -> bytes:
    return answered(release, double=ANSWER)
