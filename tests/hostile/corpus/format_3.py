"""A notebook of format 3: its cells lie in a worksheet, and their text is called input. There
are no cells where a notebook has them.
"""

from __future__ import annotations

from tests.hostile.making import Release, filled, written

EXPECTED: dict[str, float] = {}


def make(release: Release) -> bytes:
    cells = [{**c, "input": c.pop("source")} for c in filled(release)["cells"]]
    notebook = {"nbformat": 3, "nbformat_minor": 0, "metadata": {}}
    return written({**notebook, "worksheets": [{"cells": cells}]})
