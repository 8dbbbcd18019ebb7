"""The upload broke off in the middle of the file. There is nothing to grade, and nobody else is
disturbed.
"""

from __future__ import annotations

from tests.hostile.making import Release, answered

EXPECTED: dict[str, float] = {}


def make(release: Release) -> bytes:
    return answered(release)[:-1500]
