"""Texts of values that a reader might stumble over."""

from __future__ import annotations

from tests.hostile.making import Release, all_but, answered

EXPECTED: dict[str, float] = all_but("double")

ANSWER = """\
class Text:
    def __init__(self, text):
        self.text = text

    def __repr__(self):
        return self.text


calls = 0


def double(x):
    global calls
    calls += 1
    return Text(("A(__eq__=1)", "A(a=1, **{})", "{[]: 1}", "array('Z', [1])")[calls % 4])
"""


def make(release: Release) -> bytes:
    return answered(release, double=ANSWER)
