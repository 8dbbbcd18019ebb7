"""Files named as the modules that later cells import: `machine.py` and `time.py` on the flash,
in front of the others.
"""

from __future__ import annotations

from tests.hostile.making import ALL, Release, answered

EXPECTED: dict[str, float] = ALL

ANSWER = """\
for name in ("machine", "time", "sys", "_bench"):
    with open(name + ".py", "w") as file:
        file.write("raise SystemExit\\n")


def double(x):
    return 2 * x
"""


def make(release: Release) -> bytes:
    return answered(release, double=ANSWER)
