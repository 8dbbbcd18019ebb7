"""One of the boards of a session: how it is opened, and what has run on it since.

A session has one board, or several with names. A board may be lost and come back; what was known of
its variables is then forgotten, and said.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from coursekit.boards import Board, BoardError
from coursekit.session.history import History
from coursekit.session.keyboard import Keyboard
from coursekit.session.sources import Sources

if TYPE_CHECKING:
    from coursekit.bench import Bench

FIRST = "board"
"""The name of a session's first board."""


class Connection:
    """A board of a session, open or not.

    target, runtime: as in `coursekit.boards.connect.connect`. wiring: the diagram file as it was
    when the board was opened, or when a change was told. window_us: board time of the last run,
    from start to end; None before, and on a real board. lost: the board that is to be found again.
    released: the person let go of it, so no cell may open it by itself. news: what is still to be
    said of it.
    """

    def __init__(self, name: str, target: str | None = None, runtime: str | None = None) -> None:
        self.name = name
        self.target = target
        self.runtime = runtime
        self.board: Board | None = None
        self.lost: Board | None = None
        self.released = False
        self.news: list[str] = []
        self.wiring: bytes | None = None
        self.window_us: tuple[int, int] | None = None
        self.sources = Sources()
        self.history = History()
        self.keyboard = Keyboard()

    def begin(self, board: Board) -> None:
        """Take `board`, on which nothing has run."""
        self.board = board
        self.lost = None
        self.released = False
        self.window_us = None
        self.forget()

    def forget(self) -> None:
        """Its variables and imports are gone."""
        self.sources.clear()
        self.keyboard.forget()

    def forget_runs(self) -> None:
        """Nothing has run there: variables are gone, and a check runs no cell of before again."""
        self.forget()
        self.history.clear()
        self.window_us = None

    def drop(self) -> None:
        """Close the board; the next cell that needs it opens it anew."""
        board, self.board = self.board, None
        if board is not None:
            board.close()

    def lose(self) -> None:
        """Close a board that is gone; one that can come back is waited for by the next cell."""
        if self.board is not None and self.board.can_return:
            self.lost = self.board
        self.drop()

    def restart(self) -> None:
        """Start over: a fresh board, and a fresh bench if it is the virtual one."""
        self.forget_runs()
        if self.board is None:
            return
        if bench_of(self.board) is None:
            try:
                self.board.soft_reset()
                return
            except BoardError:
                pass
        self.drop()


def bench_of(board: Board | None) -> Bench | None:
    """The bench of a virtual board, None for a real one and where no board is open."""
    bench: Bench | None = getattr(board, "bench", None)
    return bench
