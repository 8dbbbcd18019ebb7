"""Null, numbers, text and lists between the cells. The cells beside them count."""

from __future__ import annotations

from typing import Any

from tests.hostile.making import ALL, Release, filled, written

EXPECTED: dict[str, float] = ALL


def make(release: Release) -> bytes:
    notebook = filled(release)
    odd: list[Any] = [None, 5, "cell", [], {}, {"metadata": {"nbgrader": None}}]
    notebook["cells"] = odd + notebook["cells"] + odd
    return written(notebook)
