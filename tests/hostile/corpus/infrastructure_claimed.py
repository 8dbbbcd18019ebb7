"""Printing and raising what a broken machine would say. Whose fault it was is seen from outside."""

from __future__ import annotations

from tests.hostile.making import Release, all_but, answered

EXPECTED: dict[str, float] = all_but("double")

ANSWER = """\
print("BoardError: The virtual board did not start: out of memory.")


def double(x):
    raise OSError(12, "InfrastructureFault: needs rerun")
"""


def make(release: Release) -> bytes:
    return answered(release, double=ANSWER)
