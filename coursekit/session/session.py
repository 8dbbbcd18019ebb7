"""Runs cells on a board and gives their outputs; opens the board when the first cell needs it."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from coursekit.boards import (
    Board,
    BoardError,
    BoardLost,
    BoardReset,
    BoardTimeout,
    LimitReached,
    RemoteError,
)
from coursekit.boards.board import Ask
from coursekit.boards.connect import connect as connect_board
from coursekit.session import tracebacks
from coursekit.session.boards import DIAGRAM_FILE, Boards, Connect
from coursekit.session.cells import Cell, split_cell
from coursekit.session.coalesce import Coalescer
from coursekit.session.connection import Connection, bench_of
from coursekit.session.help import help_wanted, show_help
from coursekit.session.history import History
from coursekit.session.host import HostError, HostSpace
from coursekit.session.magics import registry
from coursekit.session.outputs import CellResult, Emit, Error, Result
from coursekit.session.program import run_program
from coursekit.session.run import CellRun, CheckFailed, UsageError
from coursekit.session.sources import Sources
from coursekit.session.twin import OpenTwin, open_twin
from coursekit.session.unsuited import refuse_unsuited

if TYPE_CHECKING:
    from coursekit.bench import Diagram


class Session:
    """Cells on a board. `run` is for one thread at a time: others wait for their turn.

    folder: where the notebook is; a `diagram.json` there is the wiring of the virtual board.
    open_twin: opens the board that a check runs on, wired as in a diagram.
    """

    def __init__(
        self,
        connect: Connect = connect_board,
        folder: Path | None = None,
        *,
        open_twin: OpenTwin = open_twin,
    ) -> None:
        self.folder = folder if folder is not None else Path.cwd()
        self.boards = Boards(connect, self.folder, self.stop_if_interrupted)
        self.host = HostSpace(self)
        self.open_twin = open_twin
        self.twin: Board | None = None
        """The board of the check that is being made."""
        self.on_failure: Callable[[BoardError], None] = lambda failure: None
        """Told of each failure of the board itself; exceptions of programs are none."""
        self.when_refused = "Take the line out."
        """What to do about a command that is refused because the cell is not trusted."""
        self.asking: Board | None = None
        """The board whose program waits for an answer of the person."""
        self._turn = threading.RLock()  # a cell may peek, while its program does not run
        self._in_cell = False
        self._interrupt_wanted = False
        self._closed = False

    # -- for the kernel and the grader -------------------------------------------------------

    def run(
        self,
        cell: str,
        emit: Emit,
        *,
        cell_id: str | None = None,
        trusted: bool = True,
        ask: Ask | None = None,
    ) -> CellResult:
        """Run a cell; its outputs go to `emit` as they come, from one thread at a time.

        cell_id: which cell of the notebook it is. trusted: False refuses everything that would run
        on the computer instead of the board. ask: asks the person for a line.
        Never raises for anything in the cell or on the board: that is an `Error` output, which is
        also in the result.
        """
        with self._turn:
            self._in_cell = True
            self._interrupt_wanted = False
            if self._closed:
                return CellResult("aborted")
            outputs = Coalescer(emit)
            run = CellRun(self, outputs, cell_id=cell_id, trusted=trusted, ask=ask)
            try:
                result = self._guarded(lambda: self.run_cell(split_cell(cell), run), run)
                if cell_id is not None and not run.remembered:
                    self.history.forget(cell_id)
                if self._closed:
                    return CellResult("aborted")
                if result.error is not None:
                    outputs.emit(result.error)
                return result
            finally:
                self.host.end()  # where an interruption kept it from ending by itself
                outputs.close()
                self.boards.chosen = None
                self._in_cell = False

    def interrupt(self) -> None:
        """Stop the running cell, as Ctrl-C does. From any thread; nothing runs: no effect."""
        self._interrupt_wanted = True
        boards = [connection.board for connection in self.boards]
        for board in (*boards, self.twin):
            if board is not None:
                with contextlib.suppress(BoardError):  # the run itself will say so
                    board.interrupt()
        self.host.interrupt()

    def restart(self) -> None:
        """Start over: fresh boards, and a fresh bench for the virtual one."""
        self.host.clear()
        for connection in self.boards:
            connection.restart()

    def close(self) -> None:
        """Let go of the boards; what still runs is stopped. From any thread, more than once."""
        self._closed = True
        twin = self.twin
        if twin is not None:
            twin.close()
        self.boards.close()

    @property
    def closed(self) -> bool:
        """Whether `close` was called: no cell runs any more."""
        return self._closed

    def peek(
        self, expression: str, timeout_s: float = 0.3, on: Connection | None = None
    ) -> object | None:
        """The value of an expression on the board, or None.

        Only if a board is open and runs nothing: for completion and such, which may not disturb.
        From any thread. What the board printed by itself since the last cell waits for the next.
        on: whose board; as a rule that of cells that name none.
        """
        if not self._turn.acquire(blocking=False):
            return None
        chosen = self.boards.chosen
        try:
            connection = on or self.boards.usual
            board = connection.board
            if board is None or self._closed or not board.repl.listening:
                return None
            try:
                return board.eval(expression, timeout_s, connection.news.append)
            except RemoteError:
                return None
            except BoardError as error:
                self.boards.chosen = connection
                self._after(error)
                connection.news.append(tracebacks.board_message(error, connection) + "\n")
                return None
        finally:
            self.boards.chosen = chosen
            self._turn.release()

    @contextlib.contextmanager
    def between_cells(self, patience_s: float = 0.0) -> Iterator[bool]:
        """For `with`: no cell runs meanwhile. False at once when one runs already.

        patience_s: how long to wait for others who use this, as completion does.
        """
        patient = patience_s > 0 and not self._in_cell
        free = self._turn.acquire(timeout=patience_s if patient else 0)
        try:
            yield free
        finally:
            if free:
                self._turn.release()

    # -- for magics --------------------------------------------------------------------------

    @property
    def current(self) -> Connection:
        """The connection that the running cell uses, or the next cell will."""
        return self.boards.current

    @property
    def board(self) -> Board | None:
        """The current board, if it is open."""
        return self.current.board

    @property
    def history(self) -> History:
        """What ran on the current board since the session began with it."""
        return self.current.history

    @property
    def sources(self) -> Sources:
        """What ran on the current board since it started."""
        return self.current.sources

    @property
    def window_us(self) -> tuple[int, int] | None:
        """Board time of the last run, from start to end; None before, and on a real board."""
        return self.current.window_us

    @window_us.setter
    def window_us(self, window_us: tuple[int, int]) -> None:
        self.current.window_us = window_us

    def nobody_waits(self) -> bool:
        """Whether there is no use any more in what the person is being asked."""
        return self._interrupt_wanted or (self.asking is not None and not self.asking.is_there())

    def open_board(self, run: CellRun) -> Board:
        """The current board; opened now if it is not, and then announced in one line."""
        return self.boards.open(run)

    def diagram(self) -> Diagram | None:
        """The wiring beside the notebook, None when there is none. Raises DiagramError."""
        return self.boards.diagram()

    def drop_board(self) -> None:
        """Close the current board; the next cell that needs it opens it anew."""
        self.current.drop()

    def board_time_us(self) -> int | None:
        """The virtual board's clock; None on a real board."""
        board = self.board
        bench = bench_of(board)
        if bench is None:
            return None
        hardware = getattr(board, "hardware", None)
        if hardware is None:
            return bench.now_us
        hardware.settle()
        now_us: int = hardware.now_us()
        return now_us

    def stop_if_interrupted(self) -> None:
        """Raise KeyboardInterrupt if the cell was interrupted before its code began."""
        if self._interrupt_wanted:
            raise KeyboardInterrupt

    # -- inside ------------------------------------------------------------------------------

    def _guarded(self, action: Callable[[], Result | None], run: CellRun) -> CellResult:
        """Do `action`; whatever it raises becomes an Error."""
        try:
            return CellResult("ok", result=action(), verdict=run.verdict)
        except BaseException as error:
            return CellResult("error", error=self._error(error), verdict=run.verdict)

    def _error(self, error: BaseException) -> Error:
        if isinstance(error, HostError):
            self._after(error.cause)
            return tracebacks.from_host(error.cause)
        self._after(error)
        if isinstance(error, RemoteError):
            return tracebacks.from_program(error, self.sources, bench_of(self.board))
        if isinstance(error, BoardError):
            message = tracebacks.board_message(error, self.current)
            return tracebacks.simple_error(type(error).__name__, message)
        if isinstance(error, KeyboardInterrupt):
            return tracebacks.interrupted()
        if isinstance(error, CheckFailed):
            return tracebacks.simple_error("CheckFailed", str(error), error.lines)
        if isinstance(error, UsageError) or _is_of_the_bench(error):
            return tracebacks.simple_error(type(error).__name__, _text(error) + _next_step(error))
        return tracebacks.from_host(error, whole=True)

    def _after(self, error: BaseException) -> None:
        """Let go of a board that is lost or in an unknown state."""
        if isinstance(error, BoardError) and not isinstance(error, RemoteError):
            self.on_failure(error)
        if isinstance(error, BoardLost | BoardTimeout):
            self.current.lose()
        restarted = isinstance(error, LimitReached) and error.restarted
        if restarted or isinstance(error, BoardLost | BoardTimeout | BoardReset):
            self.current.forget()

    def run_cell(self, cell: Cell, run: CellRun) -> Result | None:
        """Run a cell within `run`; for commands that are followed by more of it."""
        if cell.cell_magic is not None:
            return registry.run_cell_magic(cell.cell_magic, cell.code, run)
        run.code = cell.code
        for call in cell.magics:
            registry.run_line_magic(call, run)
        if not run.has_code:
            run.end()
            return None
        if help_wanted(run.code):
            show_help(run)
            run.end()
            return None
        refuse_unsuited(run.code, self.sources, can_ask=run.ask is not None)
        run.program_failed = True
        result = None
        try:
            result = self._run_and_remember(replace(cell, code=run.code), run)
            run.program_failed = False
            if result is not None:
                run.emit(result)
        finally:
            run.end()
        return result

    def _run_and_remember(self, cell: Cell, run: CellRun) -> Result | None:
        run.remembered = True
        self.open_board(run)
        replay = self.history.add(cell, run.cell_id)
        try:
            return run_program(cell.code, run)
        except BoardError as error:
            by_itself = isinstance(error, RemoteError) and error.name != "KeyboardInterrupt"
            replay.endless = not by_itself
            replay.too_early = isinstance(error, RemoteError) and error.name == "NameError"
            raise


def _is_of_the_bench(error: BaseException) -> bool:
    from coursekit.bench import BenchError

    return isinstance(error, BenchError)


def _next_step(error: BaseException) -> str:
    from coursekit.bench import DiagramError

    if not isinstance(error, DiagramError):
        return ""
    return f" Correct {DIAGRAM_FILE}, then run the cell again."


def _text(error: BaseException) -> str:
    return str(error.args[0]) if error.args else str(error)
