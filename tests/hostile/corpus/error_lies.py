"""Exceptions with the names that the kit itself uses, and a `__str__` that never ends."""

from __future__ import annotations

from tests.hostile.making import Release, all_but, answered

EXPECTED: dict[str, float] = all_but("double")

ANSWER = """\
class CheckFailed(Exception):
    pass


class InfrastructureFault(CheckFailed):
    def __str__(self):
        while True:
            pass


def double(x):
    raise InfrastructureFault("the machine is broken, 4 of 4 points")
"""


def make(release: Release) -> bytes:
    return answered(release, double=ANSWER)
