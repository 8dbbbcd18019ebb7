"""Closes descriptors one after the other by system calls, the wires and the flash among them."""

from __future__ import annotations

from tests.hostile.making import SYSCALL, Release, all_but, answered

EXPECTED: dict[str, float] = all_but("double")

ANSWER = (
    SYSCALL
    + """\
def double(x):
    for descriptor in range(3, 32):
        syscall(3, descriptor)
    Pin(14, Pin.IN).value()
    return x
"""
)


def make(release: Release) -> bytes:
    return answered(release, double=ANSWER)
