"""`__import__` gives an object that agrees with everything."""

from __future__ import annotations

from tests.hostile.making import Release, all_but, answered

EXPECTED: dict[str, float] = all_but("double")

ANSWER = """\
import builtins


class Module:
    def __getattr__(self, name):
        return self

    def __call__(self, *args, **kwargs):
        return 42

    def write(self, text):
        return len(text)


real = builtins.__import__
builtins.__import__ = lambda *args: Module()


def double(x):
    return 0


def blink(times, ms):
    pass
"""


def make(release: Release) -> bytes:
    return answered(release, double=ANSWER)
