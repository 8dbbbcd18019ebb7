"""Thirty thousand cells of the student's own between the answers."""

from __future__ import annotations

import json

from tests.hostile.making import ALL, Release, code_cell, filled, index

EXPECTED: dict[str, float] = ALL


def make(release: Release) -> bytes:
    notebook = filled(release)
    at = index(notebook, "blink")
    notebook["cells"][at:at] = [code_cell("1")] * 30_000
    return json.dumps(notebook).encode()
