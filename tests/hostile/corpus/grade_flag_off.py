"""The check cells say that they are not graded. Flags come from the release."""

from __future__ import annotations

from tests.hostile.making import ALL, Release, checks, filled, marks, written

EXPECTED: dict[str, float] = ALL


def make(release: Release) -> bytes:
    notebook = filled(release)
    for check in checks(notebook):
        marks(check)["grade"] = False
    return written(notebook)
