"""Floods the wire with calls of a bus, each of minutes of the grader's time, edge by edge. One is
under way when the process is ended, and hundreds are still in the pipe.
"""

from __future__ import annotations

from tests.hostile.making import Release, all_but, answered

EXPECTED: dict[str, float] = all_but("blink")

ANSWER = """\
import _bench
import struct


def blink(times, ms):
    for gpio in (6, 7):
        Pin(gpio, Pin.OPEN_DRAIN, Pin.PULL_UP, value=1)
    wire = open(3, "wb", 0)
    head = _bench.stamp() << 16 | 19 << 10 | 1 << 4
    pins = 6 | 7 << 5 | 1 << 10 | 500_000 << 30
    operations = (7, 1, 2, 6, 0)
    calls = (
        struct.pack("<qqqqqqq", head, 1, 0, pins, 50_000, operation | 0x50 << 16, 1 << 18)
        for operation in operations
    )
    flood = b"".join(calls) * 100
    while True:
        wire.write(flood)
"""


def make(release: Release) -> bytes:
    return answered(release, blink=ANSWER)
