"""Valid JSON: null."""

from __future__ import annotations

from tests.hostile.making import Release, written

EXPECTED: dict[str, float] = {}


def make(release: Release) -> bytes:
    return written(None)
