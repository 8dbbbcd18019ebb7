"""Sets the real-time clock to the year 2099 in the middle of the pulses. Pulses are measured in
board time, which nobody can set.
"""

from __future__ import annotations

from tests.hostile.making import ALL, Release, answered

EXPECTED: dict[str, float] = ALL

ANSWER = """\
from machine import RTC

led = Pin(15, Pin.OUT)


def blink(times, ms):
    RTC().datetime((2099, 1, 1, 0, 0, 0, 0, 0))
    for _ in range(times):
        led.on()
        time.sleep_ms(ms)
        led.off()
        time.sleep_ms(ms)
"""


def make(release: Release) -> bytes:
    return answered(release, blink=ANSWER)
