"""Looks through the heap for numbers that might be the expected ones. They are not on the board."""

from __future__ import annotations

from tests.hostile.making import Release, all_but, answered

EXPECTED: dict[str, float] = {**all_but("double"), "double": 1}

ANSWER = """\
import uctypes


def double(x):
    start = id(double) & ~0xFFF
    words = uctypes.bytearray_at(start, 4096)
    for at in range(0, 4096, 8):
        value = int.from_bytes(words[at : at + 8], "little")
        if value & 1 and x < value >> 1 < 2 * x:
            return value >> 1
    return 42
"""


def make(release: Release) -> bytes:
    return answered(release, double=ANSWER)
