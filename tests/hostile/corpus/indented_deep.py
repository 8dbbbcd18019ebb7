"""Four hundred blocks inside each other, which is too much for Python's parser on the computer.
MicroPython takes them, so the answer counts.
"""

from __future__ import annotations

from tests.hostile.assignment import HONEST
from tests.hostile.making import ALL, Release, answered

EXPECTED: dict[str, float] = ALL


def make(release: Release) -> bytes:
    blocks = "".join(" " * i + "if 1:\n" for i in range(400)) + " " * 400 + "pass\n"
    return answered(release, double=HONEST["double"] + blocks)
