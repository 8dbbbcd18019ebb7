"""A `__repr__` that reads as Python code which would do something on the computer. Values are
parsed, not run.
"""

from __future__ import annotations

from tests.hostile.making import Release, all_but, answered

EXPECTED: dict[str, float] = all_but("double")

ANSWER = """\
class Code:
    def __repr__(self):
        return "__import__('os').abort()"


def double(x):
    return Code()
"""


def make(release: Release) -> bytes:
    return answered(release, double=ANSWER)
