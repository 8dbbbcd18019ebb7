"""How far the batch is: a bar in a terminal, a line now and then in a file."""

from __future__ import annotations

import time
from types import TracebackType

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

_LINE_EVERY_S = 10.0


class Steps:
    """Counts the submissions of one stage. `with Steps(...) as steps: steps.one("Ada")`."""

    def __init__(self, console: Console, what: str, total: int) -> None:
        self._console = console
        self._what = what
        self._total = total
        self._count = 0
        self._said_s = time.monotonic()
        self._bar: Progress | None = None
        if console.is_terminal:
            columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
            left = (TimeRemainingColumn(), TextColumn("{task.fields[name]}"))
            self._bar = Progress(*columns, *left, console=console, transient=True)
            self._task = self._bar.add_task(what, total=total, name="")

    def __enter__(self) -> Steps:
        if self._bar is not None:
            self._bar.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._bar is not None:
            self._bar.stop()
        self._line()

    def one(self, name: str) -> None:
        """One more is done."""
        self._count += 1
        if self._bar is not None:
            self._bar.update(self._task, advance=1, name=name)
        elif time.monotonic() - self._said_s > _LINE_EVERY_S:
            self._line()

    def _line(self) -> None:
        self._said_s = time.monotonic()
        self._console.print(f"{self._what}: {self._count} of {self._total}", highlight=False)
