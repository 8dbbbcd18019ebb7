"""Writes commands of the host to the board itself, to stop the program of the grader."""

from __future__ import annotations

from tests.hostile.making import ALL, Release, answered

EXPECTED: dict[str, float] = ALL

ANSWER = """\
def double(x):
    try:
        wire = open(5, "wb", 0)
        wire.write(b"I" * 8)
    except OSError:
        pass
    return 2 * x
"""


def make(release: Release) -> bytes:
    return answered(release, double=ANSWER)
