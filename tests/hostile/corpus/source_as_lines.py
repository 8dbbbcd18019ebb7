"""The text of a cell as a list of lines, as the format allows."""

from __future__ import annotations

from tests.hostile.making import ALL, Release, filled, written

EXPECTED: dict[str, float] = ALL


def make(release: Release) -> bytes:
    notebook = filled(release)
    for candidate in notebook["cells"]:
        candidate["source"] = candidate["source"].splitlines(keepends=True)
    return written(notebook)
