"""Wastes memory, and a false `gc` says that nothing was allocated."""

from __future__ import annotations

from tests.hostile.making import Release, all_but, answered

EXPECTED: dict[str, float] = {**all_but("total"), "total": 2}

ANSWER = """\
import sys


class Gc:
    def __getattr__(self, name):
        return lambda *args: 0


sys.modules["gc"] = Gc()
sys.modules["micropython"] = Gc()


def total(n):
    return sum([i for i in range(n)])
"""


def make(release: Release) -> bytes:
    return answered(release, total=ANSWER)
