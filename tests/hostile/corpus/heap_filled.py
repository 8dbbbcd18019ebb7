"""Fills the heap and holds on to it: what comes after has no memory left, the answers below
neither. The program is broken, and the checks see it so.
"""

from __future__ import annotations

from tests.hostile.making import Release, answered

EXPECTED: dict[str, float] = {}

ANSWER = """\
hog = []
try:
    while True:
        hog.append(bytearray(256))
except MemoryError:
    pass
try:
    while True:
        hog = [hog]
except MemoryError:
    pass


def double(x):
    return 2 * x
"""


def make(release: Release) -> bytes:
    return answered(release, double=ANSWER)
