"""An interrupt handler on the LED's own pin that raises at each edge. The pulses are still
there.
"""

from __future__ import annotations

from tests.hostile.making import ALL, Release, answered

EXPECTED: dict[str, float] = ALL

ANSWER = """\
led = Pin(15, Pin.OUT)


def fail(pin):
    raise ValueError("from a handler")


led.irq(fail)


def blink(times, ms):
    for _ in range(times):
        led.on()
        time.sleep_ms(ms)
        led.off()
        time.sleep_ms(ms)
"""


def make(release: Release) -> bytes:
    return answered(release, blink=ANSWER)
