"""A text of 60,000 characters as the value. The message about it must stay readable."""

from __future__ import annotations

from tests.hostile.making import Release, all_but, answered

EXPECTED: dict[str, float] = all_but("double")

ANSWER = """\
def double(x):
    return "ab" * 30000
"""


def make(release: Release) -> bytes:
    return answered(release, double=ANSWER)
