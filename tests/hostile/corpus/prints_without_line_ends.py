"""A flood of output that has no line in it."""

from __future__ import annotations

from tests.hostile.making import Release, all_but, answered

EXPECTED: dict[str, float] = all_but("double")

ANSWER = """\
import sys


def double(x):
    while True:
        sys.stdout.write("\\x1b[1m")
"""


def make(release: Release) -> bytes:
    return answered(release, double=ANSWER)
