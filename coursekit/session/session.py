"""Runs cells on a board and gives their outputs; opens the board when the first cell needs it."""

from __future__ import annotations

import contextlib
import os
import threading
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from coursekit.boards import (
    Board,
    BoardError,
    BoardLost,
    BoardReset,
    BoardTimeout,
    LimitReached,
    RemoteError,
)
from coursekit.boards.connect import connect as connect_board
from coursekit.session import tracebacks
from coursekit.session.cells import (
    HELPER,
    Cell,
    keep_last_value,
    show_value,
    shown_value,
    split_cell,
)
from coursekit.session.coalesce import Coalescer
from coursekit.session.history import History
from coursekit.session.host import HostError, HostSpace
from coursekit.session.magics import registry
from coursekit.session.outputs import CellResult, Emit, Error, Result
from coursekit.session.run import CellRun, CheckFailed, UsageError
from coursekit.session.sources import Sources
from coursekit.session.stimuli import Plan
from coursekit.session.twin import OpenTwin, open_twin
from coursekit.session.unsuited import refuse_unsuited

if TYPE_CHECKING:
    from coursekit.bench import Bench, Diagram

DIAGRAM_FILE = "diagram.json"


class Connect(Protocol):
    """How a session gets its board; see `coursekit.boards.connect.connect`."""

    def __call__(
        self, target: str | None, diagram: Diagram | None, runtime: str | None = None
    ) -> Board:
        """Open the board `target`; the virtual one wired as in `diagram` and run by `runtime`."""
        ...


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
        self.target: str | None = None
        self.runtime: str | None = None
        self.window_us: tuple[int, int] | None = None
        """Board time of the last run, from start to end; None before, and on a real board."""
        self.host = HostSpace(self)
        self.history = History()
        self.open_twin = open_twin
        self.twin: Board | None = None
        """The board of the check that is being made."""
        self.on_failure: Callable[[BoardError], None] = lambda failure: None
        """Told of each failure of the board itself; exceptions of programs are none."""
        self._connect = connect
        self._board: Board | None = None
        self._wiring: bytes | None = None
        """The diagram file as it was when the board was opened, or when a change was told."""
        self._sources = Sources()
        self._turn = threading.Lock()
        self._interrupt_wanted = False
        self._closed = False

    # -- for the kernel and the grader -------------------------------------------------------

    def run(
        self, cell: str, emit: Emit, *, cell_id: str | None = None, trusted: bool = True
    ) -> CellResult:
        """Run a cell; its outputs go to `emit` as they come, from one thread at a time.

        cell_id: which cell of the notebook it is. trusted: False refuses everything that would run
        on the computer instead of the board.
        Never raises for anything in the cell or on the board: that is an `Error` output, which is
        also in the result.
        """
        with self._turn:
            self._interrupt_wanted = False
            if self._closed:
                return CellResult("aborted")
            outputs = Coalescer(emit)
            run = CellRun(self, outputs, cell_id=cell_id, trusted=trusted)
            try:
                result = self._guarded(lambda: self._run(split_cell(cell), run), run)
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

    def interrupt(self) -> None:
        """Stop the running cell, as Ctrl-C does. From any thread; nothing runs: no effect."""
        self._interrupt_wanted = True
        for board in (self._board, self.twin):
            if board is not None:
                with contextlib.suppress(BoardError):  # the run itself will say so
                    board.interrupt()
        self.host.interrupt()

    def restart(self) -> None:
        """Start over: a fresh board, and a fresh bench if it is the virtual one."""
        board, self.window_us = self._board, None
        self._sources.clear()
        self.history.clear()
        self.host.clear()
        if board is None:
            return
        if bench_of(board) is None:
            try:
                board.soft_reset()
                return
            except BoardError:
                pass
        self.drop_board()

    def close(self) -> None:
        """Let go of the board; what still runs is stopped. From any thread, more than once."""
        self._closed = True
        twin = self.twin
        if twin is not None:
            twin.close()
        self.drop_board()

    @property
    def closed(self) -> bool:
        """Whether `close` was called: no cell runs any more."""
        return self._closed

    # -- for magics --------------------------------------------------------------------------

    @property
    def board(self) -> Board | None:
        """The board, if it is open."""
        return self._board

    def open_board(self, run: CellRun) -> Board:
        """The board; opened now if it is not, and then announced in one line.

        Says so when the bench is not any more what the wiring beside the notebook describes.
        """
        if self._board is None:
            self.use(self._open(self.target, self.runtime), run)
        elif bench_of(self._board) is not None and self._wiring != (now := self._read_wiring()):
            self._wiring = now  # said once
            run.write(f"{DIAGRAM_FILE} has changed: %connect virtual builds the bench anew.\n")
        assert self._board is not None
        return self._board

    def switch(self, target: str, run: CellRun, runtime: str | None = None) -> None:
        """Go to another board. When it cannot be opened, the old one stays, but for its port."""
        if self._board is not None and self._board.port == target:
            self.drop_board()  # a port opens only once
        board = self._open(target, runtime)
        self.drop_board()
        self.target, self.runtime = target, runtime
        self.history.clear()
        self.use(board, run)

    def use(self, board: Board, run: CellRun) -> None:
        """Take `board`, and say so."""
        try:
            line = board.info.line()
            if board.kind == "serial":
                board.soft_reset()  # what another session left there is not this session's
        except BaseException:
            board.close()
            raise
        self._board = board
        if self._closed:
            self.drop_board()
            raise BoardLost("The session was closed.")
        self._sources.clear()
        self.window_us = None
        run.write(line + "\n")

    def drop_board(self) -> None:
        """Close the board; the next cell that needs one opens it anew."""
        board, self._board = self._board, None
        if board is not None:
            board.close()

    def diagram(self) -> Diagram | None:
        """The wiring beside the notebook, None when there is none. Raises DiagramError."""
        path = self.folder / DIAGRAM_FILE
        if not path.exists():
            return None
        from coursekit.bench import Diagram

        return Diagram.load(path)

    def board_time_us(self) -> int | None:
        """The virtual board's clock; None on a real board."""
        board = self._board
        if board is None or bench_of(board) is None:
            return None
        hardware = getattr(board, "hardware", None)
        if hardware is None:
            bench = bench_of(board)
            return None if bench is None else bench.now_us
        hardware.settle()
        now_us: int = hardware.now_us()
        return now_us

    def stop_if_interrupted(self) -> None:
        """Raise KeyboardInterrupt if the cell was interrupted before its code began."""
        if self._interrupt_wanted:
            raise KeyboardInterrupt

    # -- inside ------------------------------------------------------------------------------

    def _open(self, target: str | None, runtime: str | None) -> Board:
        wiring = self._read_wiring()
        board = self._connect(target, self.diagram(), runtime)
        self._wiring = wiring
        return board

    def _read_wiring(self) -> bytes | None:
        try:
            return (self.folder / DIAGRAM_FILE).read_bytes()
        except OSError:
            return None

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
            return tracebacks.from_program(error, self._sources)
        if isinstance(error, BoardError):
            return tracebacks.from_board(error)
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
            self.drop_board()
        restarted = isinstance(error, LimitReached) and error.restarted
        if restarted or isinstance(error, BoardLost | BoardTimeout | BoardReset):
            self._sources.clear()

    def _run(self, cell: Cell, run: CellRun) -> Result | None:
        if cell.cell_magic is not None:
            return registry.run_cell_magic(cell.cell_magic, cell.code, run)
        if cell.has_code:
            refuse_unsuited(cell.code, self._sources)
        run.has_code = cell.has_code
        for call in cell.magics:
            registry.run_line_magic(call, run)
        result = None
        try:
            if cell.has_code:
                result = self._run_and_remember(cell, run)
                if result is not None:
                    run.emit(result)
        finally:
            for action in run.afterwards:
                action()
        return result

    def _run_and_remember(self, cell: Cell, run: CellRun) -> Result | None:
        run.remembered = True
        self.open_board(run)
        replay = self.history.add(cell, run.cell_id)
        try:
            return self._run_program(cell.code, run)
        except BoardError as error:
            by_itself = isinstance(error, RemoteError) and error.name != "KeyboardInterrupt"
            replay.endless = not by_itself
            replay.too_early = isinstance(error, RemoteError) and error.name == "NameError"
            raise

    def _run_program(self, code: str, run: CellRun) -> Result | None:
        board = self.open_board(run)
        name = HELPER
        while name in code:
            name += "_"
        kept = keep_last_value(code, name)
        bench, start_us = bench_of(board), self.board_time_us()
        plan = None
        if bench is not None and start_us is not None:
            plan = Plan(run.stimuli, bench, start_us)
        self._sources.add(code)
        try:
            self.stop_if_interrupted()
            board.exec(code if kept is None else kept, run.write)
        finally:
            end_us = self.board_time_us()
            if start_us is not None and end_us is not None:
                self.window_us = (start_us, max(start_us, end_us))
                if plan is not None:
                    run.write("".join(line + "\n" for line in plan.end(end_us)))
        return None if kept is None else self._show_value(board, name, run)

    def _show_value(self, board: Board, name: str, run: CellRun) -> Result | None:
        mark = os.urandom(8).hex()
        printed: list[str] = []
        try:
            board.exec(show_value(name, mark), printed.append)
        except RemoteError as error:  # in the value's own __repr__
            before, _, rest = "".join(printed).partition(mark)
            run.write(before + rest.removeprefix("("))
            raise _RemoteErrorInRepr(error) from None
        before, shown, after = shown_value("".join(printed), mark)
        run.write(before + after)
        return None if shown is None else Result({"text/plain": shown})


class _RemoteErrorInRepr(RemoteError):
    """An exception of a value's `__repr__`, without the frames that asked for it."""

    def __init__(self, error: RemoteError) -> None:
        lines = error.traceback.split("\n")
        super().__init__(
            error.name, error.message, "\n".join(lines[:1] + lines[3:]), error.frames[2:]
        )


def bench_of(board: Board) -> Bench | None:
    """The bench of a virtual board, None for a real one."""
    bench: Bench | None = getattr(board, "bench", None)
    return bench


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
