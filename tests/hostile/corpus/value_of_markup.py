"""The value is markup with a script in it. Whoever opens the feedback must see text."""

from __future__ import annotations

from tests.hostile.making import Release, all_but, answered

EXPECTED: dict[str, float] = all_but("double")

ANSWER = """\
def double(x):
    return "</pre><script>alert('value')</script><img src=x onerror=alert('value')>"
"""


def make(release: Release) -> bytes:
    return answered(release, double=ANSWER)
