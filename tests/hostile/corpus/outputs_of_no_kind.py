"""Outputs that are an object, text, numbers, or of a type that does not exist."""

from __future__ import annotations

from tests.hostile.making import ALL, Release, checks, filled, written

EXPECTED: dict[str, float] = ALL


def make(release: Release) -> bytes:
    notebook = filled(release)
    kinds = [{"a": 1}, "passed", [1, None, {"output_type": "score"}]]
    for check, outputs in zip(checks(notebook), kinds, strict=True):
        check["outputs"] = outputs
    return written(notebook)
