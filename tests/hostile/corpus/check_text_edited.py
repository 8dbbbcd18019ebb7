"""The public part of each check is gone, all flags as they were. The text comes from the
gradebook.
"""

from __future__ import annotations

from tests.hostile.making import Release, checks, filled, written

EXPECTED: dict[str, float] = {"double": 1}


def make(release: Release) -> bytes:
    notebook = filled(release, double="def double(x):\n    return 42\n", blink=None, total=None)
    for check in checks(notebook):
        check["source"] = "%%check double\nexpect(42).equals(42)\n"
    return written(notebook)
