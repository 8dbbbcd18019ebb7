"""An answer cell without a text."""

from __future__ import annotations

from tests.hostile.making import Release, all_but, cell, filled, written

EXPECTED: dict[str, float] = all_but("double")


def make(release: Release) -> bytes:
    notebook = filled(release)
    del cell(notebook, "double")["source"]
    return written(notebook)
