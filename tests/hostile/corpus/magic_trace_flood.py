"""Three thousand `%trace` lines: the computer would draw pictures for half an hour. The first few
are drawn, and the answer below them counts.
"""

from __future__ import annotations

from tests.hostile.assignment import HONEST
from tests.hostile.making import ALL, Release, answered

EXPECTED: dict[str, float] = ALL


def make(release: Release) -> bytes:
    return answered(release, double="%trace --all\n" * 3_000 + HONEST["double"])
