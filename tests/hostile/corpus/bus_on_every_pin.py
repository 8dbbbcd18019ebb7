"""Makes a bus of each two pins, and so a channel and a listener for each: right, but a lot."""

from __future__ import annotations

from tests.hostile.making import ALL, Release, answered

EXPECTED: dict[str, float] = ALL

ANSWER = """\
from machine import SoftI2C

for scl in range(12):
    for sda in range(12):
        bus = SoftI2C(scl, sda, timeout=1)

led = Pin(15, Pin.OUT)


def blink(times, ms):
    for _ in range(times):
        led.on()
        time.sleep_ms(ms)
        led.off()
        time.sleep_ms(ms)
"""


def make(release: Release) -> bytes:
    return answered(release, blink=ANSWER)
