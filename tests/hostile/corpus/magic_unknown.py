"""A magic that does not exist, one with an argument that cannot be split, and a line for a
shell. An answer may not: its cell does not run, so the function is missing.
"""

from __future__ import annotations

from tests.hostile.assignment import HONEST
from tests.hostile.making import Release, all_but, answered

EXPECTED: dict[str, float] = all_but("double")


def make(release: Release) -> bytes:
    magics = '%nonsense "a b\n%lsmagic\n!touch /tmp/owned\n'
    return answered(release, double=magics + HONEST["double"])
