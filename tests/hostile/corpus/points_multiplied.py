"""The points of the check cells are a hundred times higher. Points come from the gradebook: what
is right counts as it does for everyone.
"""

from __future__ import annotations

from tests.hostile.making import Release, checks, filled, marks, written

EXPECTED: dict[str, float] = {"double": 1}


def make(release: Release) -> bytes:
    notebook = filled(release, double="def double(x):\n    return 42\n", blink=None, total=None)
    for check in checks(notebook):
        marks(check)["points"] *= 100
    return written(notebook)
