"""`%connect` leads the session to another program as its board. An answer may not: its cell does
not run, so the function is missing.
"""

from __future__ import annotations

from tests.hostile.assignment import HONEST
from tests.hostile.making import Release, all_but, answered

EXPECTED: dict[str, float] = all_but("double")


def make(release: Release) -> bytes:
    magics = "%connect virtual --runtime /bin/sh\n"
    return answered(release, double=magics + HONEST["double"])
