"""Catches the end of its board time, again and again."""

from __future__ import annotations

from tests.hostile.making import Release, all_but, answered

EXPECTED: dict[str, float] = all_but("double")

ANSWER = """\
def double(x):
    while True:
        try:
            while True:
                time.sleep(10)
        except BaseException:
            pass
"""


def make(release: Release) -> bytes:
    return answered(release, double=ANSWER)
