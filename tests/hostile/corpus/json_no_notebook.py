"""Valid JSON that is a list of notebooks, not one."""

from __future__ import annotations

from tests.hostile.making import Release, filled, written

EXPECTED: dict[str, float] = {}


def make(release: Release) -> bytes:
    return written([filled(release)])
