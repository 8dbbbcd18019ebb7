"""Catches every exception, KeyboardInterrupt too, and goes on. The board is switched off."""

from __future__ import annotations

from tests.hostile.making import Release, all_but, answered

EXPECTED: dict[str, float] = all_but("double")

ANSWER = """\
def double(x):
    while True:
        try:
            while True:
                pass
        except BaseException:
            pass
"""


def make(release: Release) -> bytes:
    return answered(release, double=ANSWER)
