"""A hard reset in the middle of each call."""

from __future__ import annotations

from tests.hostile.making import Release, all_but, answered

EXPECTED: dict[str, float] = all_but("double")

ANSWER = """\
import machine


def double(x):
    machine.reset()
"""


def make(release: Release) -> bytes:
    return answered(release, double=ANSWER)
