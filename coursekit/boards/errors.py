"""What can go wrong between the host and a board, each with its own type.

Every message ends in what the person can do next; `RemoteError` is the program's own exception.
"""

from __future__ import annotations

import re
from typing import NamedTuple


class BoardError(Exception):
    """Something went wrong with a board."""


class BoardLost(BoardError):
    """The board is gone: unplugged, or its process ended."""


class BoardReset(BoardError):
    """The board restarted; variables and imports are gone, the connection is not."""


class BoardTimeout(BoardError):
    """The board did not answer, or a program did not end, in time."""


class LimitReached(BoardError):
    """A program took more than it may, and was stopped.

    kind: "board time", "processor time", "wall time", "output", "input" (it waited for somebody to
    type) or "notebook time" (it was not run, as those before it had taken too long). restarted: it
    would not stop, so the board was switched off and on, and variables and imports are gone.
    end_us: the board time of the limit, in fast-forward and for "board time"; what the bench shows
    after it is the program tidying up.
    """

    def __init__(
        self, kind: str, message: str, restarted: bool = False, end_us: int | None = None
    ) -> None:
        super().__init__(kind, message, restarted, end_us)
        self.kind = kind
        self.message = message
        self.restarted = restarted
        self.end_us = end_us

    def __str__(self) -> str:
        return self.message


class BoardFault(BoardError):
    """The computer failed, not the program: try again, and blame nobody's code.

    Always one of the two types below.
    """


class BoardNotStarted(BoardFault):
    """MicroPython cannot be started: not installed, no memory, no process or file to be had."""


class BoardNotRestarted(BoardLost, BoardFault):
    """MicroPython ran, ended, and cannot be started again."""


class BoardKilled(BoardReset, BoardFault):
    """Somebody else ended MicroPython, most likely the computer because its memory ran out."""


class BoardNotFound(BoardError):
    """There is no such port, or no board on it."""


class PortBusy(BoardError):
    """Another program holds the port."""


class PortPermission(BoardError):
    """This user may not open the port."""


class Frame(NamedTuple):
    """One line of a traceback; `function` is empty where MicroPython names none."""

    file: str
    line: int
    function: str


_HEADER = "Traceback (most recent call last):\n"
FRAME = re.compile(r'  File "(.*)", line (\d+)(?:, in (.*))?')
"""A line of a traceback: file, line, and the function where MicroPython names one."""
_ERRNO = re.compile(r"\[Errno (-?\d+)\]|(-?\d+)$|\((-?\d+),")


class RemoteError(BoardError):
    """An exception that MicroPython raised and the program did not catch.

    name: the type, e.g. `ValueError`. message: its text, may be empty.
    traceback: the whole text as MicroPython printed it, lines ended by `\\n`.
    frames: outermost first; empty when MicroPython printed none (as when memory ran out).
    errno: of an `OSError`, else None. hint: what the failing operation was about, may be empty.
    """

    def __init__(self, name: str, message: str, traceback: str, frames: list[Frame]) -> None:
        super().__init__(name, message, traceback, frames)
        self.name = name
        self.message = message
        self.traceback = traceback
        self.frames = frames
        self.hint = ""

    @property
    def errno(self) -> int | None:
        """The error number of an `OSError`, when it has one."""
        found = _ERRNO.match(self.message) if self.name == "OSError" else None
        return int(next(filter(None, found.groups()))) if found else None

    def __str__(self) -> str:
        text = f"{self.name}: {self.message}" if self.message else self.name
        return f"{text} ({self.hint})" if self.hint else text

    @classmethod
    def from_traceback(cls, text: str) -> RemoteError:
        """Take apart what MicroPython printed; anything at all gives some `RemoteError`."""
        text = text.replace("\r\n", "\n")
        lines = text.split("\n")
        start = 0
        if text.startswith(_HEADER):
            start = 1
        frames: list[Frame] = []
        while start < len(lines) and (found := FRAME.fullmatch(lines[start])):
            file, line, function = found.groups()
            frames.append(Frame(file, int(line), function or ""))
            start += 1
        rest = "\n".join(lines[start:])
        chained = rest.rfind("\n" + _HEADER)
        if chained >= 0 and not rest[chained + 1 + len(_HEADER) :].isspace():
            last = cls.from_traceback(rest[chained + 1 :])
            if last.frames:  # else it is part of a message
                return cls(last.name, last.message, text, last.frames)
        name, colon, message = rest.removesuffix("\n").partition(":")
        if not name.replace(".", "_").isidentifier():
            return cls("Exception", rest.strip(), text, frames)
        return cls(name, message.removeprefix(" ") if colon else "", text, frames)
