"""Prints the exception that proves the end of a run, with guessed nonces. There are too many to
guess.
"""

from __future__ import annotations

from tests.hostile.making import ALL, Release, answered

EXPECTED: dict[str, float] = ALL

ANSWER = """\
def double(x):
    for guess in range(300):
        print("\\x04Traceback (most recent call last):\\r\\n", end="")
        print("KeyError: %016x\\r\\n\\x04>" % guess, end="")
    return 2 * x
"""


def make(release: Release) -> bytes:
    return answered(release, double=ANSWER)
