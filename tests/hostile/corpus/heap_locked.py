"""Locks the heap, so that nothing after it can allocate."""

from __future__ import annotations

from tests.hostile.making import Release, all_but, answered

EXPECTED: dict[str, float] = all_but("double")

ANSWER = """\
import micropython


def double(x):
    micropython.heap_lock()
    return [2 * x]
"""


def make(release: Release) -> bytes:
    return answered(release, double=ANSWER)
