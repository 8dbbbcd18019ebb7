"""An answer cell with nothing in it: no function, no points."""

from __future__ import annotations

from tests.hostile.making import Release, all_but, answered

EXPECTED: dict[str, float] = all_but("double")

ANSWER = """\

"""


def make(release: Release) -> bytes:
    return answered(release, double=ANSWER)
