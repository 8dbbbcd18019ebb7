"""A notebook of format 3: its cells lie in a worksheet, and their text is called input. All
answers can be read, so they count.
"""

from __future__ import annotations

from tests.hostile.making import ALL, Release, filled, written

EXPECTED: dict[str, float] = ALL


def make(release: Release) -> bytes:
    cells = [{**c, "input": c.pop("source")} for c in filled(release)["cells"]]
    notebook = {"nbformat": 3, "nbformat_minor": 0, "metadata": {}}
    return written({**notebook, "worksheets": [{"cells": cells}]})
