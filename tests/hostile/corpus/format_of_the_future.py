"""A format number that does not exist yet. The cells are where they should be, so they count."""

from __future__ import annotations

from tests.hostile.making import ALL, Release, filled, written

EXPECTED: dict[str, float] = ALL


def make(release: Release) -> bytes:
    return written({**filled(release), "nbformat": 77, "nbformat_minor": "x"})
