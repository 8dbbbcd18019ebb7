"""The boards of a session: one, or several with names, and which of them a cell is for.

A board is opened when a cell needs it. One that was lost is waited for; one that the person let go
of is not opened by itself.
"""

from __future__ import annotations

import contextlib
import os
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from coursekit.boards import Board, BoardError, BoardLost, BoardNotFound
from coursekit.boards.connect import VARIABLE, hint, port_of
from coursekit.boards.connect import connect as connect_board
from coursekit.session.connection import FIRST, Connection, bench_of
from coursekit.session.run import CellRun, UsageError

if TYPE_CHECKING:
    from coursekit.bench import Diagram

DIAGRAM_FILE = "diagram.json"
RETURN_S = 5.0
"""How long a cell waits for a board that was lost; a board that is reset takes about two."""

_RETURN_SLICE_S = 0.5
_BACK = "It is back. Variables and imports of earlier cells are gone.\n"
_BACK_BY_RADIO = (
    "It is back. If it has restarted, variables and imports of earlier cells are gone.\n"
)


class Connect(Protocol):
    """How a session gets its board; see `coursekit.boards.connect.connect`."""

    def __call__(
        self, target: str | None, diagram: Diagram | None, runtime: str | None = None
    ) -> Board:
        """Open the board `target`; the virtual one wired as in `diagram` and run by `runtime`."""
        ...


class Boards:
    """The connections of a session by name.

    folder: where the notebook is. check_stop: raises KeyboardInterrupt when the cell was stopped.
    usual: of cells that name no board. chosen: of the running cell, if it names one.
    """

    def __init__(self, connect: Connect, folder: Path, check_stop: Callable[[], None]) -> None:
        self._connect = connect
        self._folder = folder
        self._check_stop = check_stop
        self._closed = False
        self.by_name = {FIRST: Connection(FIRST)}
        self.usual = self.by_name[FIRST]
        self.chosen: Connection | None = None

    def __iter__(self) -> Iterator[Connection]:
        return iter(list(self.by_name.values()))

    @property
    def current(self) -> Connection:
        """What the running cell uses, or the next cell will."""
        return self.chosen or self.usual

    def open(self, run: CellRun) -> Board:
        """The current board; opened now if it is not, and then announced in one line.

        Says so when the bench is not any more what the wiring beside the notebook describes.
        """
        connection = self.current
        while connection.news:
            run.write(connection.news.pop(0))
        board = connection.board
        if board is None:
            return self._open_again(connection, run)
        if bench_of(board) is not None and connection.wiring != (now := self._read_wiring()):
            connection.wiring = now  # said once
            run.write(f"{DIAGRAM_FILE} has changed: %connect {board.kind} builds the bench anew.\n")
        return board

    def switch(self, target: str, run: CellRun, runtime: str | None = None) -> None:
        """Go to another board. When it cannot be opened, the old one stays, but for its port."""
        connection = self.current
        self.take(target, lambda: self._open(connection, target, runtime, run), run)
        connection.runtime = runtime

    def take(
        self, target: str, open_it: Callable[[], Board], run: CellRun, *, untouched: bool = False
    ) -> None:
        """As `switch`, with a way of its own to open the board; `untouched`: send nothing to it."""
        connection = self.current
        if connection.board is not None and _is_at(connection.board, target):
            connection.drop()  # a port opens only once
        board = open_it()
        connection.drop()
        connection.target, connection.runtime = target, None
        connection.history.clear()
        if untouched:
            connection.begin(board)
        else:
            self._use(connection, board, run)

    def add(self, name: str, target: str, run: CellRun, runtime: str | None = None) -> None:
        """Open one more board, beside those that there are; cells name it by `name`."""
        self.chosen = self.by_name.get(name) or Connection(name)
        try:
            self.switch(target, run, runtime)
            self.by_name[name] = self.chosen
        finally:
            self.chosen = None

    def choose(self, name: str, *, for_good: bool = False) -> None:
        """The running cell is for the board `name`; `for_good`: those after it too.

        Raises UsageError.
        """
        if name not in self.by_name:
            there = ", ".join(self.by_name)
            raise UsageError(
                f"There is no board {name!r}: {there}. %connect TARGET --as {name} adds one."
            )
        self.chosen = self.by_name[name]
        if for_good:
            self.usual = self.chosen

    def disconnect(self) -> None:
        """Let go of the current board; no cell opens one until it is asked to."""
        self.current.drop()
        self.current.lost = None
        self.current.forget()
        self.current.released = True

    def close(self) -> None:
        """Let go of all boards; none is opened any more."""
        self._closed = True
        # Side by side: a real board that does not react takes seconds.
        others = [
            threading.Thread(target=connection.drop, name=f"closing {connection.name}", daemon=True)
            for connection in self
            if connection is not self.usual and connection.board is not None
        ]
        with contextlib.suppress(RuntimeError):  # no thread can start while the interpreter ends
            for thread in others:
                thread.start()
        for connection in (self.usual, *self):
            connection.drop()
        for thread in others:
            if thread.ident is not None:
                thread.join()

    def diagram(self) -> Diagram | None:
        """The wiring beside the notebook, None when there is none. Raises DiagramError."""
        path = self._folder / DIAGRAM_FILE
        if not path.exists():
            return None
        from coursekit.bench import Diagram

        return Diagram.load(path)

    def _open(
        self, connection: Connection, target: str | None, runtime: str | None, run: CellRun
    ) -> Board:
        for other in self:
            if other is not connection and other.board is not None and _is_at(other.board, target):
                raise UsageError(f"{target} is in use: it is {other.name} of this notebook.")
        wiring = self._read_wiring()
        if self._connect is connect_board:
            board = connect_board(target, self.diagram(), runtime, run.ask)
        else:
            board = self._connect(target, self.diagram(), runtime)
        connection.wiring = wiring
        return board

    def _open_again(self, connection: Connection, run: CellRun) -> Board:
        if connection.released:
            raise UsageError(
                "No board is connected. %connect takes the one that is plugged in, "
                "%connect virtual the virtual one."
            )
        if connection.lost is None:
            board = self._open(connection, connection.target, connection.runtime, run)
            self._use(connection, board, run)
            if connection.target is None and self._connect is connect_board:
                run.write(_other_choices(board))
        else:
            board = self._wait_for(connection.lost)
            self._use(connection, board, run)
            run.write(_BACK_BY_RADIO if board.kind == "webrepl" else _BACK)
        return board

    def _wait_for(self, lost: Board) -> Board:
        deadline = time.monotonic() + RETURN_S
        while True:
            self._check_stop()
            try:
                return lost.reopen(_RETURN_SLICE_S)
            except BoardError as error:
                if time.monotonic() < deadline:
                    continue
                if not isinstance(error, BoardNotFound):
                    raise
                raise BoardNotFound(
                    f"{error} Or use another board: %connect lists them."
                ) from error

    def _use(self, connection: Connection, board: Board, run: CellRun) -> None:
        """Take `board`, and say so."""
        try:
            if board.kind == "serial":
                board.soft_reset()  # what another session left there is not this session's
            line = board.info.line()
        except BaseException:
            board.close()
            raise
        connection.begin(board)
        if self._closed:
            connection.drop()
            raise BoardLost("The session was closed.")
        run.write(line + "\n")

    def _read_wiring(self) -> bytes | None:
        try:
            return (self._folder / DIAGRAM_FILE).read_bytes()
        except OSError:
            return None


def _is_at(board: Board, target: str | None) -> bool:
    """Whether `target` names the port of `board`, in whatever way."""
    if bench_of(board) is not None or target is None:
        return False
    try:
        return board.port in (target, port_of(target))
    except BoardError:
        return False


def _other_choices(board: Board) -> str:
    """For somebody who got the virtual board without asking for it, while others may be there."""
    if board.kind != "virtual" or os.environ.get(VARIABLE):
        return ""
    choices = hint()
    return choices and choices + "\n"
