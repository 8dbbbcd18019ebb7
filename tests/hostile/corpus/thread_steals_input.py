"""A second thread reads the REPL's input, so that what the grader sends next is lost. That is
the submission's fault, not the machine's: no points for what is lost, no rerun.
"""

from __future__ import annotations

from tests.hostile.making import ALL, Release, answered

EXPECTED: dict[str, float] = ALL

RACES = True

ANSWER = """\
import _thread
import sys


def steal():
    for _ in range(2):
        sys.stdin.buffer.read(40)


_thread.start_new_thread(steal, ())


def double(x):
    return 2 * x
"""


def make(release: Release) -> bytes:
    return answered(release, double=ANSWER)
