"""Asks for a gigabyte, again and again. A board has less."""

from __future__ import annotations

from tests.hostile.making import Release, all_but, answered

EXPECTED: dict[str, float] = all_but("double")

ANSWER = """\
def double(x):
    parts = []
    while True:
        parts.append(bytearray(1_000_000_000))
"""


def make(release: Release) -> bytes:
    return answered(release, double=ANSWER)
