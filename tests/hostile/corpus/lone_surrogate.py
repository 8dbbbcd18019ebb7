"""Half of a surrogate pair in the text of an answer: JSON can write it, UTF-8 cannot, and
nbgrader's checksum dies of it. It is replaced, and the answer counts.
"""

from __future__ import annotations

from tests.hostile.assignment import HONEST
from tests.hostile.making import ALL, Release, answered

EXPECTED: dict[str, float] = ALL


def make(release: Release) -> bytes:
    return answered(release, double=HONEST["double"] + "MARK = '\ud800'\n")
