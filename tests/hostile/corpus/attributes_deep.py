"""An attribute of an attribute, forty thousand times. The answer in the same cell is lost with
it, the others count.
"""

from __future__ import annotations

from tests.hostile.assignment import HONEST
from tests.hostile.making import Release, all_but, answered

EXPECTED: dict[str, float] = all_but("double")


def make(release: Release) -> bytes:
    broken = "x" + ".x" * 40_000
    return answered(release, double=HONEST["double"] + broken + "\n")
