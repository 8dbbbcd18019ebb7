"""A pin toggles until the processor time is over, and `%trace` is to draw millions of edges, which
would take minutes and most of a gigabyte. It is told in words.
"""

from __future__ import annotations

from tests.hostile.assignment import HONEST
from tests.hostile.making import ALL, Release, answered

EXPECTED: dict[str, float] = ALL

ANSWER = """
flood = Pin(22, Pin.OUT)
while True:
    flood.on()
    flood.off()
"""


def make(release: Release) -> bytes:
    return answered(release, double="%trace --all\n" + HONEST["double"] + ANSWER)
