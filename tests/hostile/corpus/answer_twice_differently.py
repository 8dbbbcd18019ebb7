"""Two answers to one task, so that one of them may be right. The first counts, and it is wrong."""

from __future__ import annotations

import copy

from tests.hostile.making import Release, all_but, cell, filled, written

EXPECTED: dict[str, float] = all_but("double")


def make(release: Release) -> bytes:
    notebook = filled(release)
    wrong = copy.deepcopy(cell(notebook, "double"))
    wrong["source"] = "def double(x):\n    return -x\n"
    notebook["cells"].insert(0, wrong)
    return written(notebook)
