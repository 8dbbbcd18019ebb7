"""A `main.py` that answers for the program after a soft reset, and prints a verdict. Nobody runs
it for points.
"""

from __future__ import annotations

from tests.hostile.making import Release, all_but, answered

EXPECTED: dict[str, float] = all_but("double")

ANSWER = """\
with open("main.py", "w") as file:
    file.write("print('passed')\\ndef double(x):\\n    return 42\\n")
import sys

sys.exit()
"""


def make(release: Release) -> bytes:
    return answered(release, double=ANSWER)
