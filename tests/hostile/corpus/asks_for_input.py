"""Waits for a person to type. Nobody does: the run ends at once, with a message."""

from __future__ import annotations

from tests.hostile.making import Release, all_but, answered

EXPECTED: dict[str, float] = all_but("double")

ANSWER = """\
def double(x):
    return int(input("How much is it? "))
"""


def make(release: Release) -> bytes:
    return answered(release, double=ANSWER)
