"""Waits for a lock that nobody opens: it takes neither processor time nor board time."""

from __future__ import annotations

from tests.hostile.making import Release, all_but, answered

EXPECTED: dict[str, float] = all_but("double")

ANSWER = """\
import _thread


def double(x):
    lock = _thread.allocate_lock()
    lock.acquire()
    lock.acquire()
"""


def make(release: Release) -> bytes:
    return answered(release, double=ANSWER)
