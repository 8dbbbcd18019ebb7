"""A picture under the name of the notebook. There is nothing to grade, and nobody else is
disturbed.
"""

from __future__ import annotations

from tests.hostile.making import Release

EXPECTED: dict[str, float] = {}


def make(release: Release) -> bytes:
    return b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 100
