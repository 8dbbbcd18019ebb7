"""The answer to the last task replaces those above it. Each is checked before that, on a board
of its own.
"""

from __future__ import annotations

from tests.hostile.making import Release, all_but, answered

EXPECTED: dict[str, float] = all_but("total")

ANSWER = """\
def double(x):
    return 0


def blink(times, ms):
    machine.reset()
"""


def make(release: Release) -> bytes:
    return answered(release, total=ANSWER)
