"""Closes the wires between the board and its bench. A board without wires shows nothing, on
whichever task.
"""

from __future__ import annotations

from tests.hostile.making import Release, all_but, answered

EXPECTED: dict[str, float] = all_but("double")

ANSWER = """\
def double(x):
    for number in range(3, 8):
        try:
            open(number, "rb", 0).close()
        except OSError:
            pass
    from machine import Pin

    Pin(15, Pin.IN).value()
    return 2 * x
"""


def make(release: Release) -> bytes:
    return answered(release, double=ANSWER)
