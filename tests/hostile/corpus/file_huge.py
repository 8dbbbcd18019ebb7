"""Six megabytes, nearly all of them the output of one cell. More than five are not read."""

from __future__ import annotations

from tests.hostile.making import Release, cell, filled, written

EXPECTED: dict[str, float] = {}


def make(release: Release) -> bytes:
    notebook = filled(release)
    output = {"output_type": "stream", "name": "stdout", "text": "x" * 6_000_000}
    cell(notebook, "double")["outputs"] = [output]
    return written(notebook)
