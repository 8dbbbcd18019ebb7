"""Kills its own process as the system does when memory runs out, so that the machine seems to be
at fault and nobody ever scores it. It is the submission's fault.
"""

from __future__ import annotations

from tests.hostile.making import SYSCALL, Release, all_but, answered

EXPECTED: dict[str, float] = all_but("double")

ANSWER = (
    SYSCALL
    + """\
def double(x):
    syscall(234, syscall(39), syscall(186), 9)
    syscall(62, syscall(39), 9)
    return x
"""
)


def make(release: Release) -> bytes:
    return answered(release, double=ANSWER)
