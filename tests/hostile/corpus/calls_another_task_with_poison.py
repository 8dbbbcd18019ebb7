"""`blink` replaces `double` and `total` when it is called. Every check has a board of its own,
so only this one's board is changed.
"""

from __future__ import annotations

from tests.hostile.making import ALL, Release, answered

EXPECTED: dict[str, float] = ALL

ANSWER = """\
led = Pin(15, Pin.OUT)


def blink(times, ms):
    global double, total
    double = total = None
    for _ in range(times):
        led.on()
        time.sleep_ms(ms)
        led.off()
        time.sleep_ms(ms)
"""


def make(release: Release) -> bytes:
    return answered(release, blink=ANSWER)
