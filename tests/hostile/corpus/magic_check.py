"""`%%check` in an answer would run on the computer, before the real check, in its name. An
answer may not: its cell does not run, so the function is missing.
"""

from __future__ import annotations

from tests.hostile.assignment import HONEST
from tests.hostile.making import Release, all_but, answered

EXPECTED: dict[str, float] = all_but("double")


def make(release: Release) -> bytes:
    magics = "%%check double\nexpect(1).equals(1)\n"
    return answered(release, double=magics + HONEST["double"])
