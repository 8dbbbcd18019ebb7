"""Puts the signals as they are at the prompt and reads the input itself, so that the run seems
to be over, then plays the prompt to the grader: it says that all is well. It has no answer for
what it does not know.
"""

from __future__ import annotations

from tests.hostile.making import SYSCALL, Release, all_but, answered

EXPECTED: dict[str, float] = all_but("double")

ANSWER = (
    SYSCALL
    + """\
import sys


def double(x):
    syscall(13, 2, address(bytes(32)), 0, 8)
    sys.stdout.write("\\x04\\x04>")
    while True:
        sys.stdin.read(1)
        sys.stdout.write("OK42\\x04\\x04>")
"""
)


def make(release: Release) -> bytes:
    return answered(release, double=ANSWER)
