"""An answer cell was copied: once as handed out, once answered. The first that differs from the
stub counts.
"""

from __future__ import annotations

import copy

from tests.hostile.making import ALL, Release, cell, filled, written

EXPECTED: dict[str, float] = ALL


def make(release: Release) -> bytes:
    notebook = filled(release)
    notebook["cells"].insert(0, copy.deepcopy(cell(release, "double")))
    return written(notebook)
