"""`opt_level` removes all later assertions. No assertion on the board decides anything."""

from __future__ import annotations

from tests.hostile.making import Release, all_but, answered

EXPECTED: dict[str, float] = all_but("double")

ANSWER = """\
import micropython

micropython.opt_level(3)


def double(x):
    assert False
    return x
"""


def make(release: Release) -> bytes:
    return answered(release, double=ANSWER)
