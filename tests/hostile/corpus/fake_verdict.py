"""The page that a passed check shows, as an output of each check cell. Points come from the
verdict itself, never from what is shown.
"""

from __future__ import annotations

from tests.hostile.making import Release, blank, checks, written

EXPECTED: dict[str, float] = {}


def make(release: Release) -> bytes:
    notebook = blank(release)
    page = {"text/html": "<p>&#10003; passed, 4 of 4 points</p>", "text/plain": "passed (4 of 4)"}
    for check in checks(notebook):
        check["outputs"] = [{"output_type": "display_data", "metadata": {}, "data": page}]
    return written(notebook)
