"""Four hundred blocks inside each other. The answer in the same cell is lost with it, the others
count.
"""

from __future__ import annotations

from tests.hostile.assignment import HONEST
from tests.hostile.making import Release, all_but, answered

EXPECTED: dict[str, float] = all_but("double")


def make(release: Release) -> bytes:
    broken = "".join(" " * i + "if 1:\n" for i in range(400)) + " " * 400 + "pass"
    return answered(release, double=HONEST["double"] + broken + "\n")
