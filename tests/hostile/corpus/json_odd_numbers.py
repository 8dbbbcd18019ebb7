"""NaN, infinity and minus zero, which JSON does not have but Python writes, in places that
nobody needs.
"""

from __future__ import annotations

from tests.hostile.making import ALL, Release, cell, filled, written

EXPECTED: dict[str, float] = ALL


def make(release: Release) -> bytes:
    notebook = filled(release)
    notebook["metadata"]["odd"] = [float("nan"), float("inf"), -0.0, 1e400]
    cell(notebook, "double")["execution_count"] = float("-inf")
    return written(notebook)
