"""Check cells without any text: nothing is expected, and nothing can fail. The text comes from
the gradebook.
"""

from __future__ import annotations

from tests.hostile.making import Release, blank, checks, written

EXPECTED: dict[str, float] = {}


def make(release: Release) -> bytes:
    notebook = blank(release)
    for check in checks(notebook):
        check["source"] = ""
    return written(notebook)
