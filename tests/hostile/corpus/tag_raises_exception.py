"""The tag `raises-exception` on every code cell. Runners of notebooks take an error for expected
where it is set. Tags of a submission are not looked at.
"""

from __future__ import annotations

from tests.hostile.making import Release, blank, written

EXPECTED: dict[str, float] = {}


def make(release: Release) -> bytes:
    notebook = blank(release)
    for candidate in notebook["cells"]:
        candidate["metadata"]["tags"] = ["raises-exception", "remove_cell", "hide-output"]
    return written(notebook)
