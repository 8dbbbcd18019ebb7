"""`__import__` gives an object that agrees with everything. Then no value can be brought to the
computer any more, whichever function it is of; pulses still can be seen.
"""

from __future__ import annotations

from tests.hostile.making import Release, answered

EXPECTED: dict[str, float] = {"blink": 2}

ANSWER = """\
import builtins


class Module:
    def __getattr__(self, name):
        return self

    def __call__(self, *args, **kwargs):
        return 42

    def write(self, text):
        return len(text)


builtins.__import__ = lambda *args: Module()


def double(x):
    return 42
"""


def make(release: Release) -> bytes:
    return answered(release, double=ANSWER)
