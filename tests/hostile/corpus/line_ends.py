"""The lines of an answer end as those of Windows, and a form feed stands between them."""

from __future__ import annotations

from tests.hostile.assignment import HONEST
from tests.hostile.making import ALL, Release, answered

EXPECTED: dict[str, float] = ALL


def make(release: Release) -> bytes:
    return answered(release, double=HONEST["double"].replace("\n", "\r\n") + "\x0c\r\n")
