"""Points that are text, NaN, negative or a list break whoever calculates with them. They come
from the gradebook.
"""

from __future__ import annotations

from tests.hostile.making import ALL, Release, checks, filled, marks, written

EXPECTED: dict[str, float] = ALL


def make(release: Release) -> bytes:
    notebook = filled(release)
    for check, points in zip(checks(notebook), ("lots", float("nan"), [-1]), strict=True):
        marks(check)["points"] = points
    return written(notebook)
