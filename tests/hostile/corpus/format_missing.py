"""No format number at all. The cells are where they should be, so they count."""

from __future__ import annotations

from tests.hostile.making import ALL, Release, filled, written

EXPECTED: dict[str, float] = ALL


def make(release: Release) -> bytes:
    notebook = filled(release)
    del notebook["nbformat"], notebook["nbformat_minor"]
    return written(notebook)
