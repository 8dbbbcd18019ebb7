"""Turns the board's own clock back between the pulses. A stamp that is earlier than the last is
none.
"""

from __future__ import annotations

from tests.hostile.making import Release, all_but, answered

EXPECTED: dict[str, float] = all_but("blink")

ANSWER = """\
import _bench

led = Pin(15, Pin.OUT)


def blink(times, ms):
    for _ in range(times):
        led.on()
        time.sleep_ms(ms * 10)
        _bench._now_us = 0
        led.off()
        time.sleep_ms(ms)
"""


def make(release: Release) -> bytes:
    return answered(release, blink=ANSWER)
