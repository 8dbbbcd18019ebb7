"""A `boot.py` that resets the board at once, for ever."""

from __future__ import annotations

from tests.hostile.making import Release, all_but, answered

EXPECTED: dict[str, float] = all_but("double")

ANSWER = """\
with open("boot.py", "w") as file:
    file.write("import machine\\nmachine.reset()\\n")
import machine

machine.reset()


def double(x):
    return 2 * x
"""


def make(release: Release) -> bytes:
    return answered(release, double=ANSWER)
