"""Cell ids that are equal, missing, numbers, or thousands of characters long. They are those of
the release.
"""

from __future__ import annotations

from tests.hostile.making import ALL, Release, filled, written

EXPECTED: dict[str, float] = ALL


def make(release: Release) -> bytes:
    notebook = filled(release)
    for number, candidate in enumerate(notebook["cells"]):
        candidate["id"] = ["same", "same", 7, None, "x" * 5000, "../../up"][number % 6]
    del notebook["cells"][2]["id"]
    return written(notebook)
