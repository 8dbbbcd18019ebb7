"""The answer to the first task replaces `machine.Pin` and `time` for those below it. A task is
checked on a board that has run the cells above: the student's own program is broken there, and
`blink` shows nothing.
"""

from __future__ import annotations

from tests.hostile.making import Release, all_but, answered

EXPECTED: dict[str, float] = all_but("blink")

ANSWER = """\
import machine
import sys


class Pin:
    OUT = 1

    def __init__(self, *args):
        pass

    def on(self):
        pass

    off = on


machine.Pin = Pin


def double(x):
    return 2 * x
"""


def make(release: Release) -> bytes:
    return answered(release, double=ANSWER)
