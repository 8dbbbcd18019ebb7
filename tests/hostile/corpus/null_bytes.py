"""Bytes that the raw REPL acts on, and null, in a string of an answer. They are text like any
other.
"""

from __future__ import annotations

from tests.hostile.assignment import HONEST
from tests.hostile.making import ALL, Release, answered

EXPECTED: dict[str, float] = ALL


def make(release: Release) -> bytes:
    return answered(release, double=HONEST["double"] + "MARK = '\x00\x01\x02\x03\x04\x05'\n")
