"""A handler that changes the pin that it listens to."""

from __future__ import annotations

from tests.hostile.making import Release, all_but, answered

EXPECTED: dict[str, float] = all_but("blink")

ANSWER = """\
led = Pin(15, Pin.OUT)


def again(pin):
    led.toggle()


def blink(times, ms):
    led.irq(again)
    led.on()
    time.sleep(10)
"""


def make(release: Release) -> bytes:
    return answered(release, blink=ANSWER)
