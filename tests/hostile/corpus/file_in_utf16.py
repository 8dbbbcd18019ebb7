"""The notebook was saved as UTF-16. All answers can be read, so they count."""

from __future__ import annotations

from tests.hostile.making import ALL, Release, answered

EXPECTED: dict[str, float] = ALL


def make(release: Release) -> bytes:
    return answered(release).decode().encode("utf-16")
