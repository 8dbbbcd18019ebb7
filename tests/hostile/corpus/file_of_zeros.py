"""What a full disk leaves: the right length, all of it zero. There is nothing to grade, and
nobody else is disturbed.
"""

from __future__ import annotations

from tests.hostile.making import Release, answered

EXPECTED: dict[str, float] = {}


def make(release: Release) -> bytes:
    return bytes(len(answered(release)))
