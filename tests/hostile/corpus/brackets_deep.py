"""Forty thousand brackets break the parsers on both sides: neither may fall. The answer in the
same cell is lost with it, the others count.
"""

from __future__ import annotations

from tests.hostile.assignment import HONEST
from tests.hostile.making import Release, all_but, answered

EXPECTED: dict[str, float] = all_but("double")


def make(release: Release) -> bytes:
    broken = "(" * 40_000 + "1" + ")" * 40_000
    return answered(release, double=HONEST["double"] + broken + "\n")
