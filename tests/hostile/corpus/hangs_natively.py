"""A loop of machine code looks at no interrupt."""

from __future__ import annotations

from tests.hostile.making import Release, all_but, answered

EXPECTED: dict[str, float] = all_but("double")

ANSWER = """\
@micropython.viper
def double(x):
    while True:
        pass
"""


def make(release: Release) -> bytes:
    return answered(release, double=ANSWER)
