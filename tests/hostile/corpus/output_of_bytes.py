"""Bytes that are no text at all, on standard output."""

from __future__ import annotations

from tests.hostile.making import ALL, Release, answered

EXPECTED: dict[str, float] = ALL

ANSWER = """\
import sys


def double(x):
    sys.stdout.buffer.write(bytes(range(128, 256)))
    return 2 * x
"""


def make(release: Release) -> bytes:
    return answered(release, double=ANSWER)
