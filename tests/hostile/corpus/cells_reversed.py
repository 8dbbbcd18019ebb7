"""The cells in the opposite order: checks before answers. The order is that of the release."""

from __future__ import annotations

from tests.hostile.making import ALL, Release, filled, written

EXPECTED: dict[str, float] = ALL


def make(release: Release) -> bytes:
    notebook = filled(release)
    notebook["cells"].reverse()
    return written(notebook)
