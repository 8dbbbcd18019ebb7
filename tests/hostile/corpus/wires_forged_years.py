"""A message from a year to come would let the bench run through all the time before it."""

from __future__ import annotations

from tests.hostile.making import Release, all_but, answered

EXPECTED: dict[str, float] = all_but("blink")

ANSWER = """\
import struct


def blink(times, ms):
    Pin(15, Pin.OUT)
    wire = open(3, "wb", 0)
    wire.write(struct.pack("<Q", (1 << 47) << 16 | 15 << 4 | 1))
"""


def make(release: Release) -> bytes:
    return answered(release, blink=ANSWER)
