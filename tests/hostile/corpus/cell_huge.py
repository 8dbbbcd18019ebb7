"""An answer of 150 kB, nearly all of it a comment. More than 100 kB are no answer."""

from __future__ import annotations

from tests.hostile.assignment import HONEST
from tests.hostile.making import Release, all_but, answered

EXPECTED: dict[str, float] = all_but("double")


def make(release: Release) -> bytes:
    return answered(release, double=HONEST["double"] + "#" * 150_000)
