"""Finds the %-command for a line. A command's docstring is what `%name?` shows."""

from __future__ import annotations

import functools
import importlib
import inspect
from collections.abc import Callable
from difflib import get_close_matches
from typing import TypeAlias

from coursekit.session.cells import MagicCall
from coursekit.session.outputs import Result
from coursekit.session.run import CellRun, UsageError
from coursekit.session.unsuited import ELSEWHERE

LineMagic: TypeAlias = Callable[[str, CellRun], None]
CellMagic: TypeAlias = Callable[[str, str, CellRun], Result | None]

_MODULES = (
    "at",
    "board",
    "capture",
    "check",
    "comment",
    "connect",
    "disconnect",
    "download",
    "esptool",
    "fetchfile",
    "host",
    "ls",
    "lsmagic",
    "memory",
    "mip",
    "mpy",
    "mpycross",
    "plot",
    "rawbytes",
    "rebootdevice",
    "run",
    "sendtofile",
    "serialconnect",
    "sync",
    "timeit",
    "trace",
    "upload",
    "writefile",
)
_in_answers: set[str] = set()
_PICTURES = {"board", "memory", "trace"}
_MOST_PICTURES = 4
"""Drawn for one answer: a picture takes the computer longer than most programs take the board."""
_lines: dict[str, LineMagic] = {}
_cells: dict[str, CellMagic] = {}


def line_magic(name: str, *, in_answers: bool = False) -> Callable[[LineMagic], LineMagic]:
    """Decorator: this function carries out `%name arguments`.

    in_answers: also in answers that are graded. Only for commands that do nothing on the computer
    but show something, at a cost that is bounded.
    """

    def register(function: LineMagic) -> LineMagic:
        _lines[name] = function
        if in_answers:
            _in_answers.add(name)
        return function

    return register


def cell_magic(name: str) -> Callable[[CellMagic], CellMagic]:
    """Decorator: this function runs a cell that begins with `%%name arguments`."""

    def register(function: CellMagic) -> CellMagic:
        _cells[name] = function
        return function

    return register


def run_line_magic(call: MagicCall, run: CellRun) -> None:
    """Carry out a line. Raises `UsageError` for a command that there is not."""
    _load()
    if not run.trusted and call.name not in _in_answers:
        raise _refused(f"%{call.name}", run)
    if call.asks_help:
        run.write(_help(call.name))
        return
    if call.name not in _lines:
        raise _unknown(call.name, cell=False)
    if not run.trusted and call.name in _PICTURES:
        run.pictures += 1
        if run.pictures > _MOST_PICTURES:
            if run.pictures == _MOST_PICTURES + 1:
                run.write(f"Only the first {_MOST_PICTURES} pictures of an answer are drawn.\n")
            return
    run.line = call.line
    _lines[call.name](call.arguments, run)


def run_cell_magic(call: MagicCall, code: str, run: CellRun) -> Result | None:
    """Run a cell; `code` has blank lines up to the one after the command."""
    _load()
    if not run.trusted:
        raise _refused(f"%%{call.name}", run)
    if call.asks_help:
        run.write(_help(call.name))
        return None
    if call.name not in _cells:
        raise _unknown(call.name, cell=True)
    run.line = call.line
    return _cells[call.name](call.arguments, code, run)


def summaries() -> list[tuple[str, str]]:
    """Each command with the first line of its help."""
    _load()
    found = [("%" + name, function.__doc__) for name, function in _lines.items()]
    found += [("%%" + name, function.__doc__) for name, function in _cells.items()]
    return [(name, inspect.cleandoc(text or "").split("\n")[0]) for name, text in sorted(found)]


def helps() -> dict[str, str]:
    """What `%name?` shows, by the command's name with its percent signs."""
    _load()
    found = {"%" + name: function.__doc__ for name, function in list(_lines.items())}
    found |= {"%%" + name: function.__doc__ for name, function in list(_cells.items())}
    return {name: inspect.cleandoc(text or "") for name, text in found.items()}


def _help(name: str) -> str:
    functions = [table[name] for table in (_lines, _cells) if name in table]
    if not functions:
        raise _unknown(name, cell=False)
    return "\n".join(inspect.cleandoc(function.__doc__ or "") + "\n" for function in functions)


def _refused(shown: str, run: CellRun) -> UsageError:
    return UsageError(
        f"{shown} is not carried out in an answer that is graded: an answer is a program for the "
        "board. " + run.session.when_refused
    )


def _unknown(name: str, cell: bool) -> UsageError:
    if name in ELSEWHERE:
        return UsageError(ELSEWHERE[name])
    shown = ("%%" if cell else "%") + name
    if name in (_lines if cell else _cells):
        other = ("%" if cell else "%%") + name
        how = "in one line" if cell else "in the first line of a cell of its own"
        return UsageError(f"It is {other}, {how}.")
    names = {**dict.fromkeys(_lines, "%"), **dict.fromkeys(_cells, "%%")}
    near = get_close_matches(name.lower(), names, n=1, cutoff=0.5)
    if near:
        return UsageError(f"There is no {shown}. Did you mean {names[near[0]]}{near[0]}?")
    return UsageError(f"There is no {shown}. %lsmagic lists what there is.")


@functools.cache
def _load() -> None:
    for module in _MODULES:
        importlib.import_module(f"coursekit.session.magics.{module}")
