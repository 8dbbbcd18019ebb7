"""A second thread prints ends of runs for ever, with pauses in between. The answers below it are
checked on boards with this thread on them, and may suffer.
"""

from __future__ import annotations

from tests.hostile.making import Release, all_but, answered

EXPECTED: dict[str, float] = all_but("double")

RACES = True

ANSWER = """\
import _thread
import sys
from utime import sleep_ms


def forge():
    while True:
        sys.stdout.write("\\x04\\x04>OK42\\x04\\x04>")
        sleep_ms(1)


_thread.start_new_thread(forge, ())


def double(x):
    return 0
"""


def make(release: Release) -> bytes:
    return answered(release, double=ANSWER)
