"""Shortens the traceback of a deep recursion, which would fill the screen with the same lines."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import NamedTuple

_SHOWN = 3
_LONGEST = 8  # calls in one round of a recursion through several functions


class Fold(NamedTuple):
    """Stands for calls that are left out: the `calls` before it came `more` times more."""

    calls: int
    more: int

    def __str__(self) -> str:
        which = "the last call" if self.calls == 1 else f"the last {self.calls} calls"
        return f"  ... {which} repeated {self.more} times more"


def fold(frames: Sequence[Hashable]) -> list[int | Fold]:
    """Return the indexes of the frames to show, in order, and a `Fold` where some are left out.

    Of a round that repeats, the first three are shown; at least two more make a `Fold`.
    """
    result: list[int | Fold] = []
    at = 0
    while at < len(frames):
        length, rounds = _repetition(frames, at)
        if rounds < _SHOWN + 2:
            result.append(at)
            at += 1
            continue
        result += range(at, at + _SHOWN * length)
        result.append(Fold(length, rounds - _SHOWN))
        at += rounds * length
    return result


def _repetition(frames: Sequence[Hashable], at: int) -> tuple[int, int]:
    """The shortest round that repeats from `at` on, and how many of it there are."""
    for length in range(1, _LONGEST + 1):
        first, end = frames[at : at + length], at + length
        while frames[end : end + length] == first:
            end += length
        if end - at >= (_SHOWN + 2) * length:
            return length, (end - at) // length
    return 1, 1
