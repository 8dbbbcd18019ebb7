"""An exception whose message looks like ten thousand lines of a traceback."""

from __future__ import annotations

from tests.hostile.making import Release, all_but, answered

EXPECTED: dict[str, float] = all_but("double")

ANSWER = """\
def double(x):
    raise ValueError('\\n  File "<stdin>", line 1, in <module>' * 1000)
"""


def make(release: Release) -> bytes:
    return answered(release, double=ANSWER)
