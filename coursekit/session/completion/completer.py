"""Completion and inspection of a notebook's cells, for the kernel: it never raises and never runs
a program, and asks a board only while it is idle."""

from __future__ import annotations

import contextlib
import logging
import threading
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from coursekit.session.cells import split_cell
from coursekit.session.completion import commands, host_names, inspection, programs
from coursekit.session.completion.board_names import BoardNames
from coursekit.session.completion.engine import Name
from coursekit.session.completion.parts import Command, Program, part, tidy
from coursekit.session.completion.patience import PatientEngine
from coursekit.session.completion.place import place
from coursekit.session.completion.programs import Asking
from coursekit.session.completion.stubs import find_stubs

if TYPE_CHECKING:
    from coursekit.session.connection import Connection
    from coursekit.session.session import Session

_LOG = logging.getLogger(__name__)
_WARM_UP = (
    "import machine\nmachine.",
    "from machine import Pin\nPin(2).",
    "import time\ntime.",
    "text = ''\ntext.",
    "pri",
)


@dataclass(frozen=True)
class Completions:
    """What may replace the cell's characters from `start` to `end`, in code points.

    matches, types and signatures belong together by their place: `"toggle"`, `"function"`,
    `"() -> None"`; a signature that is not known is "".
    """

    matches: list[str]
    start: int
    end: int
    types: list[str]
    signatures: list[str]


class Completer:
    """Completes the cells of `session`. From any thread; one request after the other is served.

    patience_s: how long jedi may think about a request, None for as long as it likes.
    """

    def __init__(self, session: Session, patience_s: float | None = None) -> None:
        self._session = session
        self._patience_s = patience_s
        self._board = BoardNames(session)
        self._engines: dict[str | None, PatientEngine] = {}
        self._turn = threading.Lock()
        self._closed = False

    def complete(self, code: str, cursor: int, ask_board: bool) -> Completions:
        """What may stand at `cursor` of the cell `code`, a count of code points.

        ask_board: the board may be asked, if nothing runs there; otherwise what it said before,
        and the programs' text, have to do.
        """
        cursor = min(max(cursor, 0), len(code))
        try:
            with self._turn:
                self._board.connection = self._meant(code)
                return self._complete(tidy(code), cursor, ask_board and not self._closed)
        except Exception:
            _LOG.debug("no completion", exc_info=True)
            return _nothing(cursor)

    def inspect(self, code: str, cursor: int, detail: int = 0) -> dict[str, str] | None:
        """What is known of the thing at `cursor`, as text/plain and text/markdown; None: nothing.

        That is the name at the cursor, else what the bracket calls that the cursor is in.
        detail: 1 adds the whole documentation and the source of a function of an earlier cell.
        """
        cursor = min(max(cursor, 0), len(code))
        try:
            with self._turn:
                self._board.connection = self._meant(code)
                who = self._asking(not self._closed)
                found = inspection.inspect(tidy(code), cursor, detail, who)
                return None if found is None else found.bundle()
        except Exception:
            _LOG.debug("no inspection", exc_info=True)
            return None

    def warm_up(self) -> None:
        """Have jedi read what nearly every cell needs; somebody who asks meanwhile need not wait.

        Returns when that is done, or the completer is closed.
        """
        with self._turn:
            engine = self._engine(ask=False)
        for program in _WARM_UP:
            if self._closed:
                return
            with contextlib.suppress(Exception):  # completion says why, when it is asked
                engine.read(program).result()

    def close(self) -> None:
        """Ask the board no more, and end a warm-up."""
        self._closed = True

    # -- inside ------------------------------------------------------------------------------

    def _meant(self, code: str) -> Connection:
        """Whose board a cell is for: the one that it names, else the usual one."""
        boards = self._session.boards
        names = [call.arguments for call in split_cell(code).magics if call.name == "on"]
        return boards.by_name.get(names[0], boards.usual) if names else boards.usual

    def _complete(self, code: str, cursor: int, ask: bool) -> Completions:
        inside = part(code, cursor)
        if isinstance(inside, Command):
            piece = commands.piece_of_program(inside)
            if inside.name not in commands.PROGRAMS or not piece or piece.startswith("-"):
                return self._command(inside, code, cursor, ask)
            inside, before = Program(piece, "board"), cursor - len(piece)
            found = self._program(inside, len(piece), ask)
            return replace(found, start=found.start + before, end=found.end + before)
        return self._program(inside, cursor, ask)

    def _program(self, inside: Program, cursor: int, ask: bool) -> Completions:
        at = place(inside.code, cursor)
        if at.text or at.new:
            return _nothing(cursor)
        if inside.kind == "board":
            found = programs.complete(at, inside.code, cursor, self._asking(ask))
        else:
            names = host_names.complete(at, inside.code, self._session)
            found = [Name(*each) for each in names]
        return _completions(found, at.word, at.start, cursor)

    def _command(self, command: Command, code: str, cursor: int, ask: bool) -> Completions:
        if command.arguments is None:
            word = code[command.start : cursor]
            found, start, end = commands.names(command, word), command.start, command.end
        else:
            found, length = commands.arguments(command, self._session, self._board, ask)
            start, end = cursor - length, cursor
        return Completions(
            [match for match, _, _ in found],
            start,
            end,
            [kind for _, kind, _ in found],
            [about for _, _, about in found],
        )

    def _asking(self, ask: bool) -> Asking:
        return Asking(self._session, self._board, self._engine(ask), ask)

    def _engine(self, ask: bool) -> PatientEngine:
        platform = self._board.platform(ask)
        if platform not in self._engines:
            self._engines[platform] = PatientEngine(find_stubs(platform), self._patience_s)
        return self._engines[platform]


def _nothing(cursor: int) -> Completions:
    return Completions([], cursor, cursor, [], [])


def _completions(found: list[Name], word: str, start: int, cursor: int) -> Completions:
    """Those that fit the word: arguments first, then in the order of the alphabet."""
    low = word.lower()
    hidden = not word.startswith("_")
    fitting = {
        name.text: name
        for name in found
        if name.text.lower().startswith(low) and not (hidden and name.text.startswith("_"))
    }

    def order(name: Name) -> tuple[bool, bool, bool, str]:
        text = name.text
        return (
            not text.endswith("="),
            not text.startswith(word),
            text.startswith("_"),
            text.lower(),
        )

    names = sorted(fitting.values(), key=order)
    return Completions(
        [name.text for name in names],
        start,
        cursor,
        [name.kind for name in names],
        [name.signature for name in names],
    )
