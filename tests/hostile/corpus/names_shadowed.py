"""A beginner's names: `print`, `repr`, `list`, `sys` and `str` are variables now. That is no
attack: the answer is right.
"""

from __future__ import annotations

from tests.hostile.making import ALL, Release, answered

EXPECTED: dict[str, float] = ALL

ANSWER = """\
print = repr = list = str = sys = type = isinstance = KeyError = 5


def double(x):
    return 2 * x
"""


def make(release: Release) -> bytes:
    return answered(release, double=ANSWER)
