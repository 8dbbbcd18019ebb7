"""Asks a board how full its heap is, and takes off what the asking itself costs.

Each question is a program that lies in the heap, too. The same question costs the same each time,
so what a difference of two answers shows is not of its making.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from coursekit.boards import Board, BoardError, RemoteError

if TYPE_CHECKING:
    from coursekit.session.measuring.heap import Heap

_SUMS = (
    "(lambda g,w:(w('%r,'%g.mem_alloc()),g.collect(),w('%r,%r\\n'%(g.mem_alloc(),g.mem_free()))))"
    "(__import__('gc'),__import__('sys').stdout.write)"
)
_ANSWER = re.compile(r"(\d{1,12}),(\d{1,12}),(\d{1,12})\r?\n")
_MAP = "__import__('gc').collect();__import__('micropython').mem_info(1)"
_MOST_CHARS = 4_000_000


@dataclass(frozen=True)
class Look:
    """A heap. found_bytes: in use when the question began; used_bytes and free_bytes: collected.

    garbage_bytes: what only waited to be collected. heap: with a map, None where there is none.
    """

    found_bytes: int
    used_bytes: int
    free_bytes: int
    garbage_bytes: int
    heap: Heap | None

    @property
    def total_bytes(self) -> int:
        """All of it."""
        return self.used_bytes + self.free_bytes


def look(board: Board) -> Look:
    """How full the heap is now. Raises BoardError where a board cannot tell."""
    first = _ask(board)
    second = _ask(board)  # finds what the first one has left, and no garbage of anybody else
    return Look(*second, max(0, first[0] - second[0]), _heap(board))


def look_before(board: Board, usual: Sequence[str] = ("pass",)) -> Look:
    """The same, ready to be compared with `look_after`: nothing else may be asked meanwhile.

    usual: programs that are run now, to see what they leave that any program would leave.
    """
    heap = _heap(board)
    _ask(board)
    found_bytes, used_bytes, free_bytes = _ask(board)
    for program in usual:
        board.exec(program)
    usually_bytes, _, _ = _ask(board)
    return Look(max(found_bytes, usually_bytes), used_bytes, free_bytes, 0, heap)


def look_after(board: Board) -> Look:
    """How full the heap is after a program that ran right after `look_before`."""
    return Look(*_ask(board), 0, _heap(board))


def _ask(board: Board) -> tuple[int, int, int]:
    said: list[str] = []
    try:
        board.exec(_SUMS, said.append)
    except RemoteError as error:
        if error.name == "KeyboardInterrupt":
            raise
        raise BoardError(
            f"This board does not tell how full its heap is: {error.name}: {error.message}"
        ) from None
    answer = _ANSWER.search("".join(said))
    if answer is None:
        raise BoardError("The board gave no figures of its heap. Run the cell again.")
    found, used, free = (int(number) for number in answer.groups())
    return found, used, free


def _heap(board: Board) -> Heap | None:
    from coursekit.session.measuring.heap import read_heap

    said: list[str] = []
    chars = 0

    def take(text: str) -> None:
        nonlocal chars
        chars += len(text)
        if chars <= _MOST_CHARS:
            said.append(text)

    try:
        board.exec(_MAP, take)
    except RemoteError as error:
        if error.name == "KeyboardInterrupt":
            raise
        return None
    return read_heap("".join(said))
