"""A loop without an end in the function, for all numbers but the public one. What the public
check saw counts.
"""

from __future__ import annotations

from tests.hostile.making import Release, all_but, answered

EXPECTED: dict[str, float] = {**all_but("double"), "double": 1}

ANSWER = """\
def double(x):
    while x != 21:
        pass
    return 42
"""


def make(release: Release) -> bytes:
    return answered(release, double=ANSWER)
