"""Cell types that do not exist, and cells without one. What is a check is known from the
release.
"""

from __future__ import annotations

from tests.hostile.making import ALL, Release, cell, checks, filled, written

EXPECTED: dict[str, float] = ALL


def make(release: Release) -> bytes:
    notebook = filled(release)
    for number, check in enumerate(checks(notebook)):
        check["cell_type"] = ["sql", 5, {"code": "code"}][number]
    del cell(notebook, "intro")["cell_type"]
    return written(notebook)
