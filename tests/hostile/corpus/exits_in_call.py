"""SystemExit in the call: the board restarts, and there is no value."""

from __future__ import annotations

from tests.hostile.making import Release, all_but, answered

EXPECTED: dict[str, float] = all_but("double")

ANSWER = """\
def double(x):
    raise SystemExit(2 * x)
"""


def make(release: Release) -> bytes:
    return answered(release, double=ANSWER)
