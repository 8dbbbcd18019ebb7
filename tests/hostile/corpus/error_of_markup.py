"""The message of an exception is markup with a script in it, and escape sequences of terminals."""

from __future__ import annotations

from tests.hostile.making import Release, all_but, answered

EXPECTED: dict[str, float] = all_but("double")

ANSWER = """\
print("<script>alert('printed')</script>")


def double(x):
    raise ValueError("</pre><script>alert('message')</script>\\x1b]0;title\\x07\\x1b[2J")
"""


def make(release: Release) -> bytes:
    return answered(release, double=ANSWER)
