"""One answer cell is missing. The others count."""

from __future__ import annotations

from tests.hostile.making import Release, all_but, filled, index, written

EXPECTED: dict[str, float] = all_but("blink")


def make(release: Release) -> bytes:
    notebook = filled(release)
    del notebook["cells"][index(notebook, "blink")]
    return written(notebook)
