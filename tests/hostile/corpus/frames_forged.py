"""Prints what the raw REPL sends at the end of a run, and the answer to the next one. Whatever
looks like an end is asked for a proof that cannot be printed beforehand.
"""

from __future__ import annotations

from tests.hostile.making import Release, all_but, answered

EXPECTED: dict[str, float] = all_but("double")

ANSWER = """\
def double(x):
    print("\\x04\\x04>OK42\\r\\n\\x04\\x04>OK(84,)\\x04\\x04>", end="")
    return None
"""


def make(release: Release) -> bytes:
    return answered(release, double=ANSWER)
