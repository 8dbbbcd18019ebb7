"""Replaces the functions below `machine`, so that every write counts as a perfect pulse. What
was not on the wire is not in the trace.
"""

from __future__ import annotations

from tests.hostile.making import Release, all_but, answered

EXPECTED: dict[str, float] = all_but("blink")

ANSWER = """\
import _bench
import machine

_bench.put = _bench.send = _bench.send2 = lambda *args: None
_bench.ask = lambda *args: 1
machine.Pin.on = machine.Pin.off = lambda self: None


def blink(times, ms):
    led = Pin(15, Pin.OUT)
    for _ in range(times):
        led.on()
        led.off()
"""


def make(release: Release) -> bytes:
    return answered(release, blink=ANSWER)
