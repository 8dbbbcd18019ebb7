"""`%trace` and `%board` are allowed: they show the bench and do not change it."""

from __future__ import annotations

from tests.hostile.assignment import HONEST
from tests.hostile.making import ALL, Release, answered

EXPECTED: dict[str, float] = ALL


def make(release: Release) -> bytes:
    return answered(release, double="%trace\n" + HONEST["double"])
