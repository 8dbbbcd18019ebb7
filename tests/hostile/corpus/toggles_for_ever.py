"""Toggles a pin for ever: each edge is kept in the trace on the computer."""

from __future__ import annotations

from tests.hostile.making import Release, all_but, answered

EXPECTED: dict[str, float] = all_but("blink")

ANSWER = """\
led = Pin(15, Pin.OUT)


def blink(times, ms):
    while True:
        led.on()
        led.off()
"""


def make(release: Release) -> bytes:
    return answered(release, blink=ANSWER)
