"""Writes to the wire things that no board sends. The board is switched off and on: the call
fails.
"""

from __future__ import annotations

from tests.hostile.making import Release, all_but, answered

EXPECTED: dict[str, float] = all_but("double")

ANSWER = """\
def double(x):
    wire = open(3, "wb", 0)
    wire.write(b"\\xff" * 800)
    from machine import Pin

    Pin(15, Pin.IN).value()
    return 2 * x
"""


def make(release: Release) -> bytes:
    return answered(release, double=ANSWER)
