"""PWM of a megahertz on the LED for minutes: a hundred million pulses, if somebody counted them
one by one.
"""

from __future__ import annotations

from tests.hostile.making import Release, all_but, answered

EXPECTED: dict[str, float] = all_but("blink")

ANSWER = """\
from machine import PWM


def blink(times, ms):
    PWM(Pin(15), freq=1_000_000, duty_u16=32768)
    time.sleep(100)
"""


def make(release: Release) -> bytes:
    return answered(release, blink=ANSWER)
