"""Other prompts and an empty path in `sys`."""

from __future__ import annotations

from tests.hostile.making import ALL, Release, answered

EXPECTED: dict[str, float] = ALL

ANSWER = """\
import sys

sys.ps1 = sys.ps2 = "\\x04\\x04>" * 1000
sys.path.clear()


def double(x):
    return 2 * x
"""


def make(release: Release) -> bytes:
    return answered(release, double=ANSWER)
