"""Reads the REPL's own input, to swallow what the grader sends next."""

from __future__ import annotations

from tests.hostile.making import Release, all_but, answered

EXPECTED: dict[str, float] = all_but("double")

ANSWER = """\
import sys


def double(x):
    return sys.stdin.read()
"""


def make(release: Release) -> bytes:
    return answered(release, double=ANSWER)
