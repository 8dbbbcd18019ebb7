"""%connect and %on: which boards there are, and which one the cells run on."""

from __future__ import annotations

import os
import re
from typing import NamedTuple

from coursekit.session.magics.registry import line_magic
from coursekit.session.run import CellRun, UsageError

_OPTIONS = {"--runtime": "/path/to/micropython", "--as": "sensor"}
_OPTION = re.compile(r"(?:^|\s)(--\w+)(?:\s+|$)")
_NAME = re.compile(r"[A-Za-z]\w*")


class _Asked(NamedTuple):
    target: str
    runtime: str | None
    name: str | None


@line_magic("connect")
def connect(arguments: str, run: CellRun) -> None:
    """Shows which boards the notebook uses, or changes to another one.

    %connect           says which board it is; opens the one that is plugged in if there is none yet
    %connect virtual   the virtual board, with a fresh bench
    %connect emulated  real firmware in an emulator of the chip: exact, and slow at computing
    %connect PORT      the board on a serial port, e.g. /dev/ttyACM0 or COM3
    %connect SERIAL    the board with this USB serial number
    %connect pico      the board that is called so, if only one is
    %connect ws://192.168.4.1   a board in the network, by WebREPL

    %connect TARGET --as sensor       one more board; %on sensor runs a cell there
    %connect sensor                   from here on the cells run on that board
    %connect virtual --runtime PATH   the virtual board, run by another unix MicroPython
    %connect emulated --runtime PATH  the emulated board with this firmware, a .uf2 file

    A board that is changed to begins afresh: variables of earlier cells are gone.
    """
    session = run.session
    if not arguments:
        _show(run)
        return
    asked = _parse(arguments)
    runtime = os.path.expanduser(asked.runtime) if asked.runtime else None
    if asked.name is not None:
        session.boards.add(asked.name, asked.target, run, runtime)
    elif asked.target in session.boards.by_name and len(session.boards.by_name) > 1:
        session.boards.choose(asked.target, for_good=True)
        _show(run)
    else:
        session.boards.switch(asked.target, run, runtime)


@line_magic("on")
def on(arguments: str, run: CellRun) -> None:
    """Runs this one cell on another board of the notebook.

    %on sensor    the board that %connect TARGET --as sensor has added

    It stands at the top of the cell. %connect lists the boards.
    """
    if not arguments:
        raise UsageError("Name the board, for example: %on sensor. %connect lists them.")
    run.session.boards.choose(arguments)


def _show(run: CellRun) -> None:
    session = run.session
    known = session.board
    session.current.released = False
    board = session.open_board(run)  # which says so itself
    if len(session.boards.by_name) == 1:
        if known is board:
            run.write(board.info.line() + "\n")
        return
    width = max(len(name) for name in session.boards.by_name)
    for name, connection in session.boards.by_name.items():
        used = "*" if connection is session.boards.usual else " "
        shown = "not connected" if connection.board is None else connection.board.info.line()
        run.write(f"{used} {name:<{width}}  {shown}\n")


def _parse(arguments: str) -> _Asked:
    target, *rest = _OPTION.split(arguments)
    target = target.strip()
    options = dict(zip(rest[::2], (value.strip() for value in rest[1::2]), strict=True))
    for option, value in options.items():
        if option not in _OPTIONS:
            raise UsageError(f"%connect knows {' and '.join(_OPTIONS)}, not {option}.")
        if not (target and value):
            raise UsageError(f"Write it like this: %connect virtual {option} {_OPTIONS[option]}")
    if len(target.split()) > 1:
        raise UsageError(
            "%connect takes one name: virtual, emulated, a port, a USB serial number or a board's "
            "name."
        )
    name = options.get("--as")
    if name is not None and not _NAME.fullmatch(name):
        raise UsageError("The name after --as is letters and digits, for example: --as sensor")
    return _Asked(target, options.get("--runtime"), name)
