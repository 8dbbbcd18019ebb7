"""Writes to the wire the edges of the public check's pulses, with invented times. It is the
public answer by heart, only longer.
"""

from __future__ import annotations

from tests.hostile.making import Release, all_but, answered

EXPECTED: dict[str, float] = {**all_but("blink"), "blink": 1}

ANSWER = """\
import _bench
import struct


def blink(times, ms):
    Pin(15, Pin.OUT)
    wire = open(3, "wb", 0)
    start = _bench.stamp()
    for edge in range(6):
        word = (start + edge * 200_000) << 16 | 15 << 4 | 1 - edge % 2
        wire.write(struct.pack("<Q", word))
    _bench.sleep_us(1_300_000)
"""


def make(release: Release) -> bytes:
    return answered(release, blink=ANSWER)
