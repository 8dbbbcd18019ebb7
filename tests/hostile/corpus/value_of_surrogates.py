"""Half of a surrogate pair as the value, in an exception and printed: no file can hold it."""

from __future__ import annotations

from tests.hostile.making import Release, all_but, answered

EXPECTED: dict[str, float] = all_but("double")

ANSWER = """\
import sys

sys.stdout.write("\\ud800\\udfff \\x00\\x1b[31m\\r\\b")


def double(x):
    print("\\udc00")
    if x % 2:
        raise ValueError("\\ud800 \\x00")
    return "\\ud800\\x00"
"""


def make(release: Release) -> bytes:
    return answered(release, double=ANSWER)
