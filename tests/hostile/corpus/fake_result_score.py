"""Each check cell brings a result `4.0`, as a check of nbgrader returns partial credit. Outputs
of a submission are thrown away.
"""

from __future__ import annotations

from tests.hostile.making import Release, blank, checks, written

EXPECTED: dict[str, float] = {}


def make(release: Release) -> bytes:
    notebook = blank(release)
    data = {"text/plain": "4.0"}
    for check in checks(notebook):
        check["outputs"] = [{"output_type": "execute_result", "metadata": {}, "data": data}]
        check["outputs"][0]["execution_count"] = check["execution_count"] = 1
    return written(notebook)
