"""Always three pulses of 200 ms, as in the public check."""

from __future__ import annotations

from tests.hostile.making import Release, all_but, answered

EXPECTED: dict[str, float] = {**all_but("blink"), "blink": 1}

ANSWER = """\
led = Pin(15, Pin.OUT)


def blink(times, ms):
    for _ in range(3):
        led.on()
        time.sleep_ms(200)
        led.off()
        time.sleep_ms(200)
"""


def make(release: Release) -> bytes:
    return answered(release, blink=ANSWER)
