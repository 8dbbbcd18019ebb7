"""`%%host` runs Python in the grader's own process; it would find the verdict there. An answer
may not: its cell does not run, so the function is missing.
"""

from __future__ import annotations

from tests.hostile.assignment import HONEST
from tests.hostile.making import Release, all_but, answered

EXPECTED: dict[str, float] = all_but("double")


def make(release: Release) -> bytes:
    magics = "%%host\nimport gc, builtins\nbuiltins.float = lambda *a: 4.0\n"
    return answered(release, double=magics + HONEST["double"])
