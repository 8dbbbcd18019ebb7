"""Where Python code on the computer prints, shows and asks: the cell that it belongs to.

Code of several cells may run at once: a cell, and what it has hung on a widget. So `sys.stdout` and
`input` are replaced once for all, and look for the console of whoever calls them.
"""

from __future__ import annotations

import builtins
import getpass
import io
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

from coursekit.boards.board import Ask
from coursekit.session.outputs import Emit
from coursekit.session.run import UsageError

Name: TypeAlias = Literal["stdout", "stderr"]


@dataclass(frozen=True, eq=False)
class Console:
    """What code has instead of a terminal. `write` prints a text to "stdout" or "stderr"."""

    write: Callable[[str, Name], None]
    emit: Emit
    flush: Callable[[], None] = lambda: None
    ask: Ask | None = None


_mine: ContextVar[Console] = ContextVar("console")
_open: list[Console] = []
_replaced: list[tuple[Any, str, Any]] = []
_changing = threading.Lock()


def console() -> Console | None:
    """The caller's; for a thread that a cell has started, that of the cell that runs now."""
    found = _mine.get(None)
    if found is not None:
        return found
    running = _open[-1:]
    return running[0] if running else None


@contextmanager
def at_console(mine: Console) -> Iterator[None]:
    """What this thread does meanwhile, it does at the console `mine`."""
    with _changing:
        if not _open:
            _replace()
        _open.append(mine)
    token = _mine.set(mine)
    try:
        yield
    finally:
        _mine.reset(token)
        with _changing:
            _open.remove(mine)
            if not _open:
                _put_back()


def _replace() -> None:
    for place, name, new in (
        (sys, "stdout", _Printer("stdout", sys.stdout)),
        (sys, "stderr", _Printer("stderr", sys.stderr)),
        (builtins, "input", _input),
        (getpass, "getpass", _getpass),
    ):
        _replaced.append((place, name, getattr(place, name)))
        setattr(place, name, new)


def _put_back() -> None:
    while _replaced:
        setattr(*_replaced.pop())


class _Printer(io.TextIOBase):
    """`sys.stdout` or `sys.stderr` while there are consoles."""

    def __init__(self, name: Name, usual: Any) -> None:
        self._name: Name = name
        self._usual = usual

    def writable(self) -> bool:
        return True

    def write(self, text: str) -> int:
        found = console()
        if found is None:
            self._usual.write(text)
        else:
            found.write(text, self._name)
        return len(text)

    def close(self) -> None:
        """Nothing: a terminal stays."""

    def flush(self) -> None:
        found = console()
        if found is None:
            self._usual.flush()
        else:
            found.flush()


def _input(prompt: object = "") -> str:
    """As Python's, in the notebook."""
    return _ask(str(prompt), False)


def _getpass(prompt: str = "Password: ", stream: Any = None, **options: Any) -> str:
    """As Python's, in the notebook."""
    return _ask(prompt, True)


def _ask(prompt: str, password: bool) -> str:
    found = console()
    if found is None or found.ask is None:
        raise UsageError(
            "Nobody can be asked here: input() needs a notebook cell that somebody runs. Give the "
            'value in the code instead, for example name = "Ada".'
        )
    found.flush()
    return found.ask(prompt, password)
