"""`%%host`: Python on the computer, beside the board, with its own lasting variables.

Here are the bench, NumPy and pyplot: to look at what the board did, and to press its buttons.
"""

from __future__ import annotations

import ast
import linecache
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from types import CodeType
from typing import TYPE_CHECKING, Any

from coursekit.boards import Board, BoardError
from coursekit.interruption import Interruptible, uninterrupted
from coursekit.session.children import interrupt_children
from coursekit.session.connection import bench_of
from coursekit.session.console import Console, at_console
from coursekit.session.outputs import Result
from coursekit.session.run import CellRun
from coursekit.session.shared import SharedBoard, in_callback
from coursekit.session.showing import bundle, display, take_over

if TYPE_CHECKING:
    from coursekit.session.session import Session

_CLOCK_S = 2.0  # how far off a system may be in when a process began


class HostError(Exception):
    """A `%%host` cell raised `cause`."""

    def __init__(self, cause: BaseException) -> None:
        super().__init__(cause)
        self.cause = cause


class HostSpace:
    """The variables of `%%host` cells, and the way to run one."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._names: dict[str, Any] = {}
        self._count = 0
        self._began_s: float | None = None  # when the running cell did, since 1970
        self._running: Interruptible | None = None
        self._callback: Interruptible | None = None

    @property
    def names(self) -> dict[str, Any]:
        """The variables, by name."""
        return self._names

    def clear(self) -> None:
        """Forget all variables."""
        self._names.clear()

    def interrupt(self) -> None:
        """Raise KeyboardInterrupt in what runs, as soon as it is back in Python code."""
        for running in (self._running, self._callback):
            if running is not None:
                running.interrupt()
        began_s = self._began_s
        if began_s is not None:
            interrupt_children(began_s)

    def interruptible(self) -> Interruptible:
        """For `with`: what `interrupt` reaches. To be followed by `end`."""
        self._running = Interruptible()
        return self._running

    def end(self) -> None:
        """Nothing can be interrupted from here on. Idempotent."""
        if self._running is not None:
            self._running.end()

    def run(self, code: str, run: CellRun) -> Result | None:
        """Run a cell; returns the value of its last expression. Raises `HostError`."""
        board = self._session.open_board(run)
        self._prepare()
        self._names["board"] = SharedBoard(board, self._session)
        self._names["bench"] = bench_of(board) or _NoBench()
        self._names["boards"] = {
            name: SharedBoard(connection.board, self._session)
            for name, connection in self._session.boards.by_name.items()
            if connection.board is not None
        }
        self._count += 1
        name = f"<host cell {self._count}>"
        linecache.cache[name] = (len(code), None, code.splitlines(keepends=True), name)
        outputs = run.outputs
        mine = Console(outputs.write, run.emit, uninterrupted(outputs.flush), run.ask)
        before = _records(board)
        start_us = self._session.board_time_us()
        value = None
        try:
            with at_console(mine), self.interruptible():
                self._session.stop_if_interrupted()
                self._began_s = time.time() - _CLOCK_S
                body, last = _compile(code, name)
                exec(body, self._names)
                if last is not None:
                    value = eval(last, self._names)
                if value is not None:
                    self._names["_"] = value
                    value = bundle(value)
        except BaseException as error:
            raise HostError(error) from None
        finally:
            self._began_s = None
            self.end()
            end_us = self._session.board_time_us()
            if start_us is not None and end_us is not None and _records(board) != before:
                self._session.window_us = (start_us, end_us)
            with at_console(mine):
                self.show_figures()
        if value is None or not value[0]:
            return None
        result = Result(*value)
        run.emit(result)
        return result

    @contextmanager
    def callback(self, mine: Console) -> Iterator[None]:
        """For what a cell has left to be called later, as by a widget: it prints to `mine`.

        One at a time. The board is its own only while no cell runs.
        """
        token = in_callback.set(True)
        self._callback = Interruptible()
        try:
            with at_console(mine), self._callback:
                yield
                self.show_figures()
        finally:
            self._callback.end()
            self._callback = None
            in_callback.reset(token)

    def _prepare(self) -> None:
        if "__name__" not in self._names:
            import matplotlib

            matplotlib.use("Agg")
            import numpy
            from matplotlib import pyplot

            self._names.update(__name__="__host__", __builtins__=__builtins__)
            self._names.update(np=numpy, plt=pyplot)
            self._names["display"] = display
            take_over()

    def show_figures(self) -> None:
        """Show the open figures at the caller's console, and close them."""
        pyplot = sys.modules.get("matplotlib.pyplot")
        if pyplot is not None:
            display(*(pyplot.figure(number) for number in pyplot.get_fignums()))


class _NoBench:
    """Stands for the bench where there is none."""

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(name)
        raise BoardError("A real board has no bench. Use %connect virtual for the simulated one.")


def _compile(code: str, name: str) -> tuple[CodeType, CodeType | None]:
    tree = ast.parse(code, name)
    last = None
    if tree.body and isinstance(tree.body[-1], ast.Expr) and not code.rstrip().endswith(";"):
        end = tree.body.pop()
        assert isinstance(end, ast.Expr)
        last = compile(ast.Expression(end.value), name, "eval", dont_inherit=True)
    return compile(tree, name, "exec", dont_inherit=True), last


def _records(board: Board) -> int | None:
    """How much there is in the trace; it grows when the board or a part does something."""
    bench = bench_of(board)
    if bench is None:
        return None
    return sum(len(channel) + channel.dropped for channel in bench.trace)
