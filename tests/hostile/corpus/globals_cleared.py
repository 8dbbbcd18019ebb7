"""Empties the names of the program, and of the module that runs it."""

from __future__ import annotations

from tests.hostile.making import Release, all_but, answered

EXPECTED: dict[str, float] = all_but("double")

ANSWER = """\
import sys


def double(x):
    sys.modules.clear()
    globals().clear()
    return x
"""


def make(release: Release) -> bytes:
    return answered(release, double=ANSWER)
