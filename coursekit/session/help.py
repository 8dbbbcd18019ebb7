"""`name?` as the only line of a cell: what is known of a name, as Shift+Tab shows it."""

from __future__ import annotations

import re

from coursekit.session.outputs import Display
from coursekit.session.run import CellRun, UsageError

_ASKED = re.compile(r"\s*(\?{0,2})([A-Za-z_][\w.]*)(\?{0,2})\s*")


def help_wanted(code: str) -> bool:
    """Whether a program is `name?`, `name??` or `?name`, which is no Python."""
    found = _ASKED.fullmatch(code)
    return found is not None and bool(found[1]) != bool(found[3])


def show_help(run: CellRun) -> None:
    """Show what is known of the name; with two question marks its source as well.

    Raises `UsageError` when nothing is known.
    """
    found = _ASKED.fullmatch(run.code)
    assert found is not None
    name, detail = found[2], len(found[1] or found[3]) - 1
    if not run.trusted:
        raise UsageError(f"{name}? asks for help; an answer is a program. Take the line out.")
    from coursekit.session.completion import Completer

    run.session.open_board(run)
    cell = f"%on {run.session.current.name}\n{name}"
    known = Completer(run.session).inspect(cell, len(cell), detail)
    if known is None:
        raise UsageError(f"Nothing is known of {name}. Is it defined in a cell that has run?")
    run.emit(Display(known))
