"""How much faster one call is than another: by the processor time that the board's process takes.

Seen from outside the VM, where no program can lie about it. Linux only.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, TypeAlias

from coursekit.boards.errors import BoardFault, BoardLost
from coursekit.boards.virtual.watch import processor_s

if TYPE_CHECKING:
    from coursekit.boards.virtual.board import VirtualBoard

Repeated: TypeAlias = Callable[[int], float]
"""Makes a call so many times and gives the processor seconds that it took."""

_ENOUGH_S = 0.02
_MOST_CALLS = 1 << 14
_ROUNDS = 8
_MORE_ROUNDS = 20
_CLOSE = 1.5
_TINY_S = 1e-6


def repeat(board: VirtualBoard, expression: str, count: int, run: Callable[[str], None]) -> float:
    """Processor seconds that `count` evaluations of `expression` on the board take.

    Raises what `run`, which runs a program on the board, raises, and BoardFault on a computer that
    does not show a process's time. Raises BoardLost when the process is gone.
    """
    pid = board.pid
    before_s = _processor_s(pid)
    run(f"__ck_n={count}\nwhile __ck_n:\n __ck_n-=1\n {expression}\ndel __ck_n")
    return _processor_s(pid) - before_s


def ratio(slow: Repeated, fast: Repeated, expected: float) -> float:
    """How many times the processor time of `fast` that of `slow` is, both made equally often.

    The least of several rounds in turns counts: other work on the computer only ever adds to it.
    There are more rounds where the ratio is close to `expected`.
    """
    count = 1
    while _least(slow, count) < _ENOUGH_S and count < _MOST_CALLS:
        count *= 2
    slow_0_s, fast_0_s = _least(slow, 0), _least(fast, 0)  # what it takes to call nothing
    slow_s = fast_s = float("inf")
    for number in range(_MORE_ROUNDS):
        slow_s, fast_s = min(slow_s, slow(count)), min(fast_s, fast(count))
        found = max(slow_s - slow_0_s, _TINY_S) / max(fast_s - fast_0_s, _TINY_S)
        if number + 1 >= _ROUNDS and not expected / _CLOSE < found < expected * _CLOSE:
            break
    return found


def _least(repeated: Repeated, count: int) -> float:
    return min(repeated(count) for _ in range(3))


def _processor_s(pid: int) -> float:
    used_s = processor_s(pid)
    if used_s is not None:
        return used_s
    if sys.platform == "linux":
        raise BoardLost("The board's process has ended. Run the check again.")
    raise BoardFault("This computer does not show a process's time.")
