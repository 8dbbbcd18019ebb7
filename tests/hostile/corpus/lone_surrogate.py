"""Half of a surrogate pair in the text of an answer: JSON can write it, UTF-8 cannot, and
nbgrader's checksum dies of it. That text is no answer; the others count.
"""

from __future__ import annotations

from tests.hostile.assignment import HONEST
from tests.hostile.making import Release, all_but, answered

EXPECTED: dict[str, float] = all_but("double")


def make(release: Release) -> bytes:
    return answered(release, double=HONEST["double"] + "MARK = '\ud800'\n")
