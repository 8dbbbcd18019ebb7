"""Writes over the heap's own tables and the objects of the interpreter, then goes on."""

from __future__ import annotations

from tests.hostile.making import Release, all_but, answered

EXPECTED: dict[str, float] = all_but("double")

ANSWER = """\
import uctypes


def double(x):
    memory = uctypes.bytearray_at(id(double) & ~0xFFFF, 0x10000)
    for at in range(0, 0x10000, 3):
        memory[at] = 0xAA
    return 2 * x
"""


def make(release: Release) -> bytes:
    return answered(release, double=ANSWER)
