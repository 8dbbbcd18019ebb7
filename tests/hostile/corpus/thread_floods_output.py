"""A second thread prints without an end after the cell is over, so that no end of a run can be
seen any more. That is the submission's fault, not the machine's. The answers below it are
checked on boards with this thread on them, and may suffer.
"""

from __future__ import annotations

from tests.hostile.making import ALL, Release, answered

EXPECTED: dict[str, float] = ALL

RACES = True

ANSWER = """\
import _thread
import sys


def flood():
    while True:
        sys.stdout.write("x" * 100)


_thread.start_new_thread(flood, ())


def double(x):
    return 2 * x
"""


def make(release: Release) -> bytes:
    return answered(release, double=ANSWER)
