"""Prints without an end, and catches what stops it."""

from __future__ import annotations

from tests.hostile.making import Release, all_but, answered

EXPECTED: dict[str, float] = all_but("double")

ANSWER = """\
def double(x):
    while True:
        try:
            print("all tests passed, 4 of 4 points " * 40)
        except BaseException:
            pass
"""


def make(release: Release) -> bytes:
    return answered(release, double=ANSWER)
