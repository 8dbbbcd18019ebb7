"""Looks through the heap for the text of the check, which would tell what is expected. It never
comes to the board.
"""

from __future__ import annotations

from tests.hostile.making import Release, all_but, answered

EXPECTED: dict[str, float] = all_but("double")

ANSWER = """\
@micropython.viper
def find(at: int, size: int, word: ptr8) -> int:
    memory = ptr8(at)
    i = 0
    while i < size:
        n = 0
        while n < 7 and memory[i + n] == word[n] ^ 1:
            n += 1
        if n == 7:
            return 1
        i += 1
    return 0


def double(x):
    # "equals(", written so that this program itself does not hold it.
    return 2 * x if find(id(double), 0x10000, b"dpt`mr)") else None
"""


def make(release: Release) -> bytes:
    return answered(release, double=ANSWER)
