"""A kernelspec that is a list, and a language that is null."""

from __future__ import annotations

from tests.hostile.making import ALL, Release, filled, written

EXPECTED: dict[str, float] = ALL


def make(release: Release) -> bytes:
    notebook = filled(release)
    notebook["metadata"] = {"kernelspec": ["python3"], "language_info": None}
    return written(notebook)
