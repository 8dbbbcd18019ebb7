"""Four megabytes of outputs: it may be read, and all of them are thrown away."""

from __future__ import annotations

from tests.hostile.making import ALL, Release, cell, filled, written

EXPECTED: dict[str, float] = ALL


def make(release: Release) -> bytes:
    notebook = filled(release)
    output = {"output_type": "stream", "name": "stdout", "text": "x" * 1_000_000}
    cell(notebook, "double")["outputs"] = [output] * 4
    return written(notebook)
