"""Writes to the flash until it is full."""

from __future__ import annotations

from tests.hostile.making import Release, all_but, answered

EXPECTED: dict[str, float] = all_but("double")

ANSWER = """\
def double(x):
    with open("full", "wb") as file:
        while True:
            file.write(bytes(4096))
"""


def make(release: Release) -> bytes:
    return answered(release, double=ANSWER)
