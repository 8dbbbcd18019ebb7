"""Remembers the programs of a session, to show the source line under a line of a traceback.

MicroPython calls every cell `<stdin>`: which one a line belongs to follows from the function.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from coursekit.boards.errors import Frame
from coursekit.session.syntax import Syntax, syntax

_CELLS_KEPT = 200


class SourceLine(NamedTuple):
    """A line of source; `earlier` when it stands in a cell that ran before.

    file, line: where a person finds it; the file is empty for a cell.
    """

    text: str
    earlier: bool
    file: str
    line: int


class FilePart(NamedTuple):
    """The part of a program that is the text of a file: `lines` lines from line `first` on."""

    name: str
    first: int
    lines: int


@dataclass
class _Program:
    lines: list[str]
    syntax: Syntax
    parts: Sequence[FilePart]

    def place(self, line: int) -> tuple[str, int]:
        """The file, or nothing for the cell, and the line in it of a line of the program."""
        before = 0
        for part in self.parts:
            if part.first <= line < part.first + part.lines:
                return part.name, line - part.first + 1
            before += part.lines if line >= part.first else 0
        return "", line - before


class Sources:
    """The programs that ran on one board since it started, the last one first."""

    def __init__(self) -> None:
        self._programs: deque[_Program] = deque(maxlen=_CELLS_KEPT)

    def add(self, code: str, parts: Sequence[FilePart] = ()) -> None:
        """Remember a program that is about to run; `parts` of it came from files."""
        self._programs.appendleft(_Program(code.split("\n"), syntax(code), parts))

    def clear(self) -> None:
        """Forget them: the board has started anew."""
        self._programs.clear()

    def texts(self) -> list[str]:
        """The programs, the first one first."""
        return ["\n".join(program.lines) for program in reversed(self._programs)]

    def define(self, name: str) -> bool:
        """Whether one of them gives `name` a meaning of its own."""
        return any(name in program.syntax.defined for program in self._programs)

    def find(self, frame: Frame) -> SourceLine | None:
        """The source line of a frame, None when it is not known for certain."""
        if frame.file != "<stdin>" or not self._programs:
            return None
        in_function = frame.function not in ("", "<module>")
        for age, program in enumerate(self._programs):
            if not 0 < frame.line <= len(program.lines):
                continue
            if in_function and not _holds(program, frame):
                continue
            if not in_function and age:
                return None
            text = program.lines[frame.line - 1].strip()
            return SourceLine(text, age > 0, *program.place(frame.line)) if text else None
        return None


def _holds(program: _Program, frame: Frame) -> bool:
    return any(
        name == frame.function and first <= frame.line <= last
        for name, first, last in program.syntax.functions
    )
