"""Which part of a cell the cursor is in: a %-command, its arguments, a program, a `%%host` cell."""

from __future__ import annotations

import re
from dataclasses import dataclass

_COMMAND = re.compile(r"([ \t]*)(%{0,2})([\w-]*)(\??)")
# Line ends that Python's tools know and a notebook's cells have not, one character each.
_ODD_ENDS = str.maketrans(dict.fromkeys("\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029", " "))


@dataclass(frozen=True)
class Command:
    """The cursor is in the line of a %-command.

    name: with its percent signs, whole. start: where it begins in the cell. end: where it ends.
    arguments: its line from the command's end up to the cursor; None with the cursor in the name.
    first: nothing but blank lines stands above, so it may be a %%-command.
    """

    name: str
    start: int
    end: int
    arguments: str | None
    first: bool


@dataclass(frozen=True)
class Program:
    """The cursor is in a program. code: as long as the cell, %-commands blanked out.

    kind: "board", "host", or "check", whose program is Python on the computer too.
    """

    code: str
    kind: str


def tidy(code: str) -> str:
    """`code` with a line feed as the only end of a line; no position changes."""
    return code.replace("\r\n", " \n").replace("\r", "\n").translate(_ODD_ENDS)


def part(code: str, cursor: int) -> Command | Program:
    """What the cursor is in. `code` is tidy, 0 <= cursor <= len(code)."""
    at, blank = 0, 0
    first = True
    while at <= len(code):
        end = code.find("\n", at)
        end = len(code) if end < 0 else end
        line = code[at:end]
        found = _COMMAND.match(line)
        assert found is not None
        if found[2]:
            if at <= cursor <= end:
                return _command(found, at, code[at:cursor], first)
            blank = end
            if found[2] == "%%" and first:
                kind = found[3] if found[3] in ("host", "check") else "board"
                return Program(_blanked(code, blank), kind)
            first = False
        elif line.strip() and not line.lstrip().startswith("#"):
            break
        at = end + 1
    return Program(_blanked(code, blank), "board")


def _command(found: re.Match[str], at: int, line: str, first: bool) -> Command:
    start, end = at + found.start(2), at + found.end(3)
    in_name = len(line) <= found.end(3)
    return Command(
        found[2] + found[3], start, end, None if in_name else line[found.end(3) :], first
    )


def _blanked(code: str, end: int) -> str:
    return re.sub(r"[^\n]", " ", code[:end]) + code[end:]
