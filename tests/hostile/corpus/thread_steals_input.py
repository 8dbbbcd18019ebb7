"""A thread reads the REPL's input while the main program has ended, so that the grader's next
lines are lost. That is the submission's fault, not the machine's: no points, no rerun. The
answers below it are checked on boards that ran this cell first.
"""

from __future__ import annotations

from tests.hostile.making import Release, answered

EXPECTED: dict[str, float] = {}

ANSWER = """\
import _thread
import sys


def steal():
    while True:
        sys.stdin.buffer.read(1)


_thread.start_new_thread(steal, ())


def double(x):
    return 2 * x
"""


def make(release: Release) -> bytes:
    return answered(release, double=ANSWER)
