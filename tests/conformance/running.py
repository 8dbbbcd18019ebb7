"""Runs a program on a board, statement by statement, and brings back what it showed.

A board that stops answering ends one observation, not the program: it is opened anew, and the
statements that only set something up are sent again.
"""

from __future__ import annotations

import ast
import contextlib
from collections.abc import Callable
from typing import Any, Protocol

from coursekit.boards import BoardError, BoardLost, BoardReset, BoardTimeout, RemoteError
from tests.conformance.observation import LOST, NO_ANSWER, RESTARTED, Observation, normalised
from tests.conformance.program import HostStep, Program, Statement

PATIENCE_S = 10.0
"""For a statement, of the board's own clock; what takes longer says so by `#! patience_s:`."""

_BUSY_S = 120.0
"""So much more for a virtual board: its clock is the computer's, which may be busy."""


class BenchBoard(Protocol):
    """What a program needs of a board."""

    kind: str

    @property
    def bench(self) -> Any: ...

    def exec(
        self,
        code: str,
        on_output: Callable[[str], None] | None = None,
        timeout_s: float | None = None,
    ) -> None: ...

    def close(self) -> None: ...


OpenBoard = Callable[["str | None"], BenchBoard]
"""Opens a board, freshly switched on, on the bench of a diagram's name."""


def run(program: Program, open_board: OpenBoard) -> list[Observation]:
    """One observation for each step of the program, in order; all on one board."""
    with contextlib.closing(_Run(program, open_board)) as run_:
        return [Observation(step.key, run_.text(step)) for step in program.steps]


class _Run:
    def __init__(self, program: Program, open_board: OpenBoard) -> None:
        self._program = program
        self._open = open_board
        self._board = open_board(program.diagram)
        self._set_up: list[Statement] = []

    def text(self, step: Statement | HostStep) -> str:
        if isinstance(step, HostStep):
            return _look(step.expression, self._board.bench)
        text = self._ask(step)
        if not text:
            self._set_up.append(step)
        return normalised(text)

    def close(self) -> None:
        self._board.close()

    def _ask(self, statement: Statement) -> str:
        printed: list[str] = []
        end = ""
        try:
            self._board.exec(statement.code, printed.append, self._patience_s(statement))
        except RemoteError as error:
            end = f"{error.name}: {error.message}" if error.message else error.name
        except BoardTimeout:
            end = NO_ANSWER
            printed.clear()  # what has come until then depends on this computer
            self._reopen()
        except BoardReset:
            end = RESTARTED
            self._set_up.clear()
        except BoardLost:
            end = LOST
            self._reopen()
        text = "".join(printed).removesuffix("\n")
        return f"{text}\n{end}" if text and end else text or end

    def _reopen(self) -> None:
        with contextlib.suppress(BoardError):
            self._board.close()
        self._board = self._open(self._program.diagram)
        for statement in self._set_up:
            self._board.exec(statement.code, None, self._patience_s(statement))

    def _patience_s(self, statement: Statement) -> float:
        patience_s = statement.patience_s or PATIENCE_S
        return patience_s + _BUSY_S if self._board.kind == "virtual" else patience_s


def _look(expression: str, bench: Any) -> str:
    """Carry out a step of the host; what is a plain value in Python is an observation."""
    value = eval(expression, {"bench": bench})
    if value is None:
        return ""
    text = repr(value)
    try:
        ast.literal_eval(text)
    except (ValueError, SyntaxError):
        return ""
    return text
