"""A file of no bytes. There is nothing to grade, and nobody else is disturbed."""

from __future__ import annotations

from tests.hostile.making import Release

EXPECTED: dict[str, float] = {}


def make(release: Release) -> bytes:
    return b""
