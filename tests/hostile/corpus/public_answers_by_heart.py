"""Only what the public check asks for. The hidden part asks with other numbers."""

from __future__ import annotations

from tests.hostile.making import Release, all_but, answered

EXPECTED: dict[str, float] = {**all_but("double"), "double": 1}

ANSWER = """\
def double(x):
    return 42
"""


def make(release: Release) -> bytes:
    return answered(release, double=ANSWER)
