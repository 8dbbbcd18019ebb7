"""`%%host`: Python on the computer, beside the board, with its own lasting variables.

Here are the bench, NumPy and pyplot: to look at what the board did, and to press its buttons.
"""

from __future__ import annotations

import ast
import base64
import contextlib
import io
import linecache
from types import CodeType
from typing import TYPE_CHECKING, Any

from coursekit.boards import BoardError
from coursekit.interruption import Interruptible
from coursekit.session.outputs import Display, Result
from coursekit.session.pictures import Bundle, figure_bundle, is_figure
from coursekit.session.run import CellRun

if TYPE_CHECKING:
    from IPython.core.formatters import DisplayFormatter

    from coursekit.bench import Bench
    from coursekit.session.session import Session


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
        self._running: Interruptible | None = None
        self._formatter: DisplayFormatter | None = None

    def clear(self) -> None:
        """Forget all variables."""
        self._names.clear()

    def interrupt(self) -> None:
        """Raise KeyboardInterrupt in the running cell, as soon as it is back in Python code."""
        running = self._running
        if running is not None:
            running.interrupt()

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
        self._prepare(run)
        self._names["board"] = board
        self._names["bench"] = getattr(board, "bench", None) or _NoBench()
        self._count += 1
        name = f"<host cell {self._count}>"
        linecache.cache[name] = (len(code), None, code.splitlines(keepends=True), name)
        printer = _Printer(run, "stdout"), _Printer(run, "stderr")
        before = _records(board)
        start_us = self._session.board_time_us()
        value = None
        try:
            with (
                contextlib.redirect_stdout(printer[0]),
                contextlib.redirect_stderr(printer[1]),
                self.interruptible(),
            ):
                self._session.stop_if_interrupted()
                body, last = _compile(code, name)
                exec(body, self._names)
                if last is not None:
                    value = eval(last, self._names)
                if value is not None:
                    self._names["_"] = value
                    value = self._bundle(value)
        except BaseException as error:
            raise HostError(error) from None
        finally:
            self.end()
            end_us = self._session.board_time_us()
            if start_us is not None and end_us is not None and _records(board) != before:
                self._session.window_us = (start_us, end_us)
            self._show_figures(run)
        if value is None:
            return None
        result = Result(*value)
        run.emit(result)
        return result

    def _prepare(self, run: CellRun) -> None:
        if "__name__" not in self._names:
            import matplotlib

            matplotlib.use("Agg")
            import numpy
            from matplotlib import pyplot

            self._names.update(__name__="__host__", __builtins__=__builtins__)
            self._names.update(np=numpy, plt=pyplot)

        def display(*values: object) -> None:
            """Show values as the end of a cell does."""
            for value in values:
                run.emit(Display(*self._bundle(value)))

        self._names["display"] = display

    def _bundle(self, value: object) -> Bundle:
        if is_figure(value):
            from matplotlib import pyplot

            pyplot.close(value)
            return figure_bundle(value)
        if self._formatter is None:
            from IPython.core.formatters import DisplayFormatter

            self._formatter = DisplayFormatter()
        data, metadata = self._formatter.format(value)  # type: ignore[no-untyped-call]
        return {kind: _as_text(kind, content) for kind, content in data.items()}, metadata

    def _show_figures(self, run: CellRun) -> None:
        from matplotlib import pyplot

        for number in pyplot.get_fignums():
            run.emit(Display(*self._bundle(pyplot.figure(number))))


class _NoBench:
    """Stands for the bench where there is none."""

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(name)
        raise BoardError("A real board has no bench. Use %connect virtual for the simulated one.")


class _Printer(io.TextIOBase):
    """Where a cell's `print` goes."""

    def __init__(self, run: CellRun, name: str) -> None:
        self._run = run
        self._name = name

    def writable(self) -> bool:
        return True

    def write(self, text: str) -> int:
        self._run.outputs.write(text, "stderr" if self._name == "stderr" else "stdout")
        return len(text)


def _compile(code: str, name: str) -> tuple[CodeType, CodeType | None]:
    tree = ast.parse(code, name)
    last = None
    if tree.body and isinstance(tree.body[-1], ast.Expr) and not code.rstrip().endswith(";"):
        end = tree.body.pop()
        assert isinstance(end, ast.Expr)
        last = compile(ast.Expression(end.value), name, "eval")
    return compile(tree, name, "exec"), last


def _as_text(kind: str, content: Any) -> Any:
    if isinstance(content, bytes):
        return base64.b64encode(content).decode("ascii")
    return content


def _records(board: object) -> int | None:
    """How much there is in the trace; it grows when the board or a part does something."""
    bench: Bench | None = getattr(board, "bench", None)
    if bench is None:
        return None
    return sum(len(channel) + channel.dropped for channel in bench.trace)
