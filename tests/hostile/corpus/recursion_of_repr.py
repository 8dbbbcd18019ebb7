"""A `__repr__` that shows itself."""

from __future__ import annotations

from tests.hostile.making import Release, all_but, answered

EXPECTED: dict[str, float] = all_but("double")

ANSWER = """\
class Mirror:
    def __repr__(self):
        return repr(self)


def double(x):
    return Mirror()
"""


def make(release: Release) -> bytes:
    return answered(release, double=ANSWER)
