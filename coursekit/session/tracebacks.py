"""Turns what went wrong into an `Error` for people: what happened, where, what to do next."""

from __future__ import annotations

import re
import traceback
from itertools import groupby
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from coursekit.boards.errors import (
    FRAME,
    BoardError,
    BoardLost,
    BoardReset,
    BoardTimeout,
    Frame,
    RemoteError,
)
from coursekit.session.folding import Fold, fold
from coursekit.session.hints import what_now
from coursekit.session.outputs import Error
from coursekit.session.sources import Sources

if TYPE_CHECKING:
    from coursekit.bench import Bench
    from coursekit.session.connection import Connection

RED, GREEN, GREY, OFF = "\x1b[0;31m", "\x1b[0;32m", "\x1b[0;90m", "\x1b[0m"

_PACKAGE = Path(__file__).resolve().parents[1]
_GONE = "Variables and imports are gone."
_AFTERWARDS = {
    BoardLost: "The next cell runs on a fresh board.",
    BoardReset: "The next cell runs on the freshly started board.",
    BoardTimeout: "The next cell runs on a fresh board.",
}
_WHEN_BACK = "The next cell goes on with it as soon as it is there again."


def simple_error(name: str, message: str, lines: tuple[str, ...] = ()) -> Error:
    """An error of which only the message matters, and `lines` that say more."""
    return Error(name, message, (f"{RED}{name}{OFF}: {message}", *lines))


def interrupted() -> Error:
    """The cell was interrupted while the board was not busy with it."""
    return simple_error("KeyboardInterrupt", "")


def board_message(error: BoardError, connection: Connection) -> str:
    """What to say of a board that is lost, restarted, or did not answer; any other trouble."""
    message = str(error)
    for kind, afterwards in _AFTERWARDS.items():
        if isinstance(error, kind):
            gone = "" if "are gone" in message else f" {_GONE}"
            if connection.lost is not None:
                afterwards = _WHEN_BACK
                if connection.lost.kind == "webrepl":
                    gone = ""  # it may only have been out of reach
            message = f"{message}{gone} {afterwards}"
    return message


def from_program(error: RemoteError, sources: Sources, bench: Bench | None = None) -> Error:
    """An exception of the program: MicroPython's own traceback, with the lines of source."""
    lines = []
    said = ""
    for line in _folded(error.traceback.rstrip("\n").split("\n")):
        found = FRAME.fullmatch(line)
        if not found:
            lines.append(line)
            continue
        file, number, function = found.groups()
        source = sources.find(Frame(file, int(number), function or ""))
        if source is not None:
            file, number = source.file or file, str(source.line)
        place = f'  File {GREEN}"{file}"{OFF}, line {GREEN}{number}{OFF}'
        lines.append(place + (f", in {function}" if function else ""))
        if source is not None:
            earlier = source.earlier and not source.file
            note = f"  {GREY}# in an earlier cell{OFF}" if earlier else ""
            lines.append(f"    {source.text}{note}")
            said = source.text
    last = next((n for n in range(len(lines) - 1, -1, -1) if lines[n].startswith(error.name)), None)
    if last is not None:
        lines[last] = lines[last].replace(error.name, f"{RED}{error.name}{OFF}", 1)
    lines += filter(None, (error.hint, what_now(error, said, bench)))
    return Error(error.name, error.message, tuple(lines))


def from_host(error: BaseException, whole: bool = False) -> Error:
    """An exception of a `%%host` cell, without the frames of this package unless `whole`."""
    if isinstance(error, SyntaxError) and str(error.filename).startswith("<host"):
        error.__traceback__ = None  # only the parser's own frames
    if not whole:
        error = _strip(error)
    text = "".join(traceback.format_exception(type(error), error, error.__traceback__))
    lines = text.rstrip("\n").split("\n")
    name = type(error).__name__
    for number, line in enumerate(lines):
        if line.startswith("  File "):
            lines[number] = re.sub(r'("[^"]*"|(?<=line )\d+)', rf"{GREEN}\1{OFF}", line)
        elif line.startswith(name) or line.startswith(f"{type(error).__module__}.{name}"):
            lines[number] = RED + name + OFF + line.partition(name)[2]
    if isinstance(error, RemoteError):
        lines += ["", "On the board:", *_folded(error.traceback.rstrip("\n").split("\n"))]
    return Error(name, str(error), tuple(lines))


def _folded(lines: list[str]) -> list[str]:
    """The lines of a traceback without the many frames of a deep recursion."""
    shown: list[str] = []
    for are_frames, group in groupby(lines, lambda line: FRAME.fullmatch(line) is not None):
        part = list(group)
        kept = fold(part) if are_frames else range(len(part))
        shown += [str(item) if isinstance(item, Fold) else part[item] for item in kept]
    return shown


def _strip(error: BaseException) -> BaseException:
    seen: set[int] = set()
    current: BaseException | None = error
    while current is not None and id(current) not in seen:
        seen.add(id(current))
        current.__traceback__ = _without_package(current.__traceback__)
        current = current.__cause__ or current.__context__
    return error


def _without_package(tb: TracebackType | None) -> TracebackType | None:
    kept: list[TracebackType] = []
    while tb is not None:
        if not Path(tb.tb_frame.f_code.co_filename).is_relative_to(_PACKAGE):
            kept.append(tb)
        tb = tb.tb_next
    following: TracebackType | None = None
    for item in reversed(kept):
        following = TracebackType(following, item.tb_frame, item.tb_lasti, item.tb_lineno)
    return following
