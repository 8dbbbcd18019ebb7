"""Takes a cell apart: magics at its top, the program below, the expression at its end.

The program keeps its line numbers, so that a traceback points into the cell as it is seen.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from coursekit.session.syntax import syntax

HELPER = "__ck"

_NAME = r"([A-Za-z_][\w-]*)(\??)\s*(.*)"
_MAGIC = re.compile("%" + _NAME)
_CELL_MAGIC = re.compile("%%" + _NAME)


@dataclass(frozen=True)
class MagicCall:
    """`%name arguments` in a line (counted from 1); `asks_help` for `%name?`."""

    name: str
    arguments: str
    line: int
    asks_help: bool = False


@dataclass(frozen=True)
class Cell:
    """A cell taken apart. `code` is the program with blank lines where the magics were."""

    magics: tuple[MagicCall, ...]
    cell_magic: MagicCall | None
    code: str

    @property
    def has_code(self) -> bool:
        """Whether anything is left to run but blank lines and comments."""
        return has_code(self.code)


def has_code(code: str) -> bool:
    """Whether there is anything in a program to run but blank lines and comments."""
    return any(line.strip() and not line.lstrip().startswith("#") for line in code.split("\n"))


def split_cell(text: str) -> Cell:
    """Take the magics off the top of a cell."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    magics: list[MagicCall] = []
    for number, line in enumerate(lines):
        stripped = line.strip()
        if not stripped or stripped.startswith("#"):
            continue
        found = _CELL_MAGIC.fullmatch(stripped)
        if found and not magics:
            code = "\n".join([""] * (number + 1) + lines[number + 1 :])
            return Cell((), _call(found, number + 1), code)
        found = _MAGIC.fullmatch(stripped)
        if not found:
            break
        magics.append(_call(found, number + 1))
        lines[number] = ""
    return Cell(tuple(magics), None, "\n".join(lines))


def _call(found: re.Match[str], line: int) -> MagicCall:
    return MagicCall(found[1], found[3].strip(), line, bool(found[2]))


def misplaced_magic(code: str) -> MagicCall | None:
    """A line that looks like a magic in a program that cannot run because of it."""
    wrong = _wrong_line(code)
    if wrong is None:
        return None
    number, line = wrong
    found = _CELL_MAGIC.fullmatch(line) or _MAGIC.fullmatch(line)
    return _call(found, number) if found else None


def shell_line(code: str) -> int | None:
    """The number of a line that begins with `!`, in a program that cannot run because of it."""
    wrong = _wrong_line(code)
    return wrong[0] if wrong is not None and wrong[1].startswith("!") else None


def _wrong_line(code: str) -> tuple[int, str] | None:
    """The first line that is no Python: its number and text."""
    number = syntax(code).error_line or 0
    lines = code.split("\n")
    return (number, lines[number - 1].strip()) if 0 < number <= len(lines) else None


def free_name(*programs: str) -> str:
    """A name for the kit's own use that none of these programs has."""
    name = HELPER
    while any(name in program for program in programs):
        name += "_"
    return name


def keep_last_value(code: str, name: str = HELPER) -> str | None:
    """`code` with its last expression assigned to `name`; no line moves.

    None when there is no expression at the end, when a semicolon follows it, or when the text is
    no Python: then it is sent as it is, and MicroPython says what is wrong.
    """
    last = syntax(code).last
    if last is None:
        return None
    # Offsets count UTF-8 bytes; the parser ends a line at a line feed only (a form feed is none).
    lines = [line.encode() for line in code.split("\n")]
    end = lines[last.end_line - 1]
    if end[last.end_column :].lstrip().startswith(b";"):
        return None
    lines[last.end_line - 1] = end[: last.end_column] + b")" + end[last.end_column :]
    start = lines[last.line - 1]
    lines[last.line - 1] = start[: last.column] + name.encode() + b"=(" + start[last.column :]
    return b"\n".join(lines).decode()


def show_value(name: str, mark: str) -> str:
    """A program that prints the repr of `name` between two marks, and keeps the value as `_`.

    Nothing is printed for None. The value is printed as the element of a tuple: that is the way
    to print a repr piece by piece, without first making all of it in the board's small heap.
    """
    return (
        f"(lambda v,g:(g.pop({name!r}),v is None or("
        f"__import__('builtins').print({mark!r},(v,),{mark!r},sep='',end=''),"
        f"v is g or g.update(_=v))))({name},__import__('__main__').__dict__)"
    )


def shown_value(printed: str, mark: str) -> tuple[str, str | None, str]:
    """(text before, repr or None, text after) of what `show_value` printed."""
    before, found, rest = printed.partition(mark)
    if not found:
        return before, None, ""
    shown, found, after = rest.rpartition(mark)
    return before, shown[1:].removesuffix(",)"), after
