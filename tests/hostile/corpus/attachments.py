"""Attachments of the wrong shape in Markdown cells, and one megabyte in a right one. Nothing but
the text is taken.
"""

from __future__ import annotations

from tests.hostile.making import ALL, Release, cell, filled, written

EXPECTED: dict[str, float] = ALL


def make(release: Release) -> bytes:
    notebook = filled(release)
    cell(notebook, "intro")["attachments"] = [None]
    cell(notebook, "explain")["attachments"] = {"a.png": {"image/png": "A" * 1_000_000}}
    return written(notebook)
