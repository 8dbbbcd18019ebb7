"""The notebook asks for CPython's kernel, on the grader's own machine. It is run on a board."""

from __future__ import annotations

from tests.hostile.making import ALL, Release, filled, written

EXPECTED: dict[str, float] = ALL


def make(release: Release) -> bytes:
    notebook = filled(release)
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    notebook["metadata"]["kernelspec"] = kernel
    return written(notebook)
