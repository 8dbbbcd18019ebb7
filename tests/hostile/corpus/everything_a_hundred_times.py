"""The whole notebook a hundred times over. The first of each counts."""

from __future__ import annotations

from tests.hostile.making import ALL, Release, filled, written

EXPECTED: dict[str, float] = ALL


def make(release: Release) -> bytes:
    notebook = filled(release)
    notebook["cells"] = notebook["cells"] * 100
    return written(notebook)
