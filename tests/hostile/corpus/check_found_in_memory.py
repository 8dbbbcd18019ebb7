"""Looks through its memory for the text of the check, which would tell what is expected. It
never comes to the board.
"""

from __future__ import annotations

from tests.hostile.making import Release, all_but, answered

EXPECTED: dict[str, float] = all_but("double")

ANSWER = """\
import uctypes


def found():
    start = id(found) & ~0xFFFF
    memory = bytes(uctypes.bytearray_at(start, 0x10000))
    return any(bytes(reversed(word)) in memory for word in (b"(slauqe", b"(tcepxe", b"(yrav"))


def double(x):
    if found():
        return 2 * x
"""


def make(release: Release) -> bytes:
    return answered(release, double=ANSWER)
