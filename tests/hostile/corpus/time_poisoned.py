"""A `time` that never waits: the pulses are short, and the trace shows it."""

from __future__ import annotations

from tests.hostile.making import Release, all_but, answered

EXPECTED: dict[str, float] = all_but("blink")

ANSWER = """\
class NoTime:
    def __getattr__(self, name):
        return lambda *args: 0


import sys

sys.modules["time"] = sys.modules["utime"] = time = NoTime()
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
