"""Three thousand `%at` lines plan events on the bench, far beyond the end of the cell."""

from __future__ import annotations

from tests.hostile.assignment import HONEST
from tests.hostile.making import Release, all_but, answered

EXPECTED: dict[str, float] = all_but("double")


def make(release: Release) -> bytes:
    return answered(release, double="%at 100000 press nobody\n" * 3_000 + HONEST["double"])
