"""Closes the descriptors of the REPL: the board falls silent. That is the submission's fault,
not the machine's. Every cell after it starts on a fresh board.
"""

from __future__ import annotations

from tests.hostile.making import Release, all_but, answered

EXPECTED: dict[str, float] = all_but("double")

ANSWER = """\
for number in (0, 1, 2):
    open(number, "rb", 0).close()


def double(x):
    return 2 * x
"""


def make(release: Release) -> bytes:
    return answered(release, double=ANSWER)
