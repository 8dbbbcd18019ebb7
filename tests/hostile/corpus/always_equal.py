"""An object that says that it equals everything. Values are compared on the computer, where it
is no value at all.
"""

from __future__ import annotations

from tests.hostile.making import Release, all_but, answered

EXPECTED: dict[str, float] = all_but("double")

ANSWER = """\
class Anything:
    def __eq__(self, other):
        return True

    def __ne__(self, other):
        return False

    def __bool__(self):
        return True

    def __hash__(self):
        return 42


def double(x):
    return Anything()
"""


def make(release: Release) -> bytes:
    return answered(release, double=ANSWER)
