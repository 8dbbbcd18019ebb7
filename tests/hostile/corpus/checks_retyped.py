"""The check cells are Markdown now, which no runner executes. Their type comes from the release."""

from __future__ import annotations

from tests.hostile.making import Release, checks, filled, written

EXPECTED: dict[str, float] = {"double": 1}


def make(release: Release) -> bytes:
    notebook = filled(release, double="def double(x):\n    return 42\n", blink=None, total=None)
    for check in checks(notebook):
        check["cell_type"] = "markdown"
        del check["outputs"], check["execution_count"]
    return written(notebook)
