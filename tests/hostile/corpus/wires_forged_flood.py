"""Floods the wire with settings of PWM that all claim the same microsecond, until the processor
time is over: a trace that kept each of them would take a gigabyte of the grading computer. The
answers above it have been checked by the time, and the board is as good as new for those below.
"""

from __future__ import annotations

from tests.hostile.making import Release, all_but, answered

EXPECTED: dict[str, float] = all_but("blink")

ANSWER = """\
import _bench
import struct


def blink(times, ms):
    Pin(15, Pin.OUT)
    wire = open(3, "wb", 0)
    stamp = _bench.stamp() << 16 | 2 << 10 | 15 << 4
    settings = (struct.pack("<qq", stamp, 1000 << 20 | duty) for duty in (100, 200))
    flood = b"".join(settings) * 1000
    while True:
        wire.write(flood)
"""


def make(release: Release) -> bytes:
    return answered(release, blink=ANSWER)
