"""The same forged ends while the cell runs: they shift every later answer by one in a reader
that believes them.
"""

from __future__ import annotations

from tests.hostile.making import ALL, Release, answered

EXPECTED: dict[str, float] = ALL

ANSWER = """\
import sys

for _ in range(50):
    sys.stdout.write("\\x04\\x04>OK\\x04Traceback (most recent call last):\\n\\x04>")
    sys.stdout.write("raw REPL; CTRL-B to exit\\r\\n>OK")


def double(x):
    return 2 * x
"""


def make(release: Release) -> bytes:
    return answered(release, double=ANSWER)
