"""Every check cell is there twice; one duplicate ends the stock command's whole batch. The
release has each once.
"""

from __future__ import annotations

import copy

from tests.hostile.making import ALL, Release, checks, filled, written

EXPECTED: dict[str, float] = ALL


def make(release: Release) -> bytes:
    notebook = filled(release)
    notebook["cells"] += copy.deepcopy(checks(notebook))
    return written(notebook)
