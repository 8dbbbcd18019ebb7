"""The `board` of a check: runs the student's program and tells what became of it.

It never raises for what a program does, so a check runs to its end for everyone.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from coursekit.boards import BoardError
from coursekit.checks.literals import dotted, literal
from coursekit.checks.outcome import MISSING, Outcome
from coursekit.checks.stimuli import Stimuli
from coursekit.checks.words import call_text, clean

if TYPE_CHECKING:
    from coursekit.boards.virtual.board import VirtualBoard

MAX_OUTPUT = 200_000
"""Characters of a program's output that are kept."""
_WALL_S = 60.0


class Stage:
    """Calls the student's functions on a virtual board."""

    def __init__(self, board: VirtualBoard, stimuli: Stimuli, wall_s: float | None = None) -> None:
        self._board = board
        self._stimuli = stimuli
        self._wall_s = wall_s if wall_s is not None else _WALL_S
        self.last: Outcome | None = None
        """The latest call; trace expectations look at its time."""

    def call(
        self, name: str, /, *args: object, limit_ms: float | None = None, **kwargs: object
    ) -> Outcome:
        """Call the function `name` of the student's program, `blink` or `door.is_open`.

        Arguments are sent as literals. limit_ms: board time after which it is stopped. Raises
        TypeError for an argument that cannot be sent; never for what the function does.
        """
        sent = [literal(arg) for arg in args]
        sent += [f"{dotted(key)}={literal(arg)}" for key, arg in kwargs.items()]
        expression = f"{dotted(name)}({', '.join(sent)})"
        return self._ask(expression, call_text(name, args, kwargs), limit_ms)

    def eval(self, expression: str, /, *, limit_ms: float | None = None) -> Outcome:
        """The value of an expression on the board, as an outcome."""
        return self._ask(expression, clean(expression), limit_ms)

    def run(self, code: str, /, *, limit_ms: float | None = None) -> Outcome:
        """Run statements on the board; the value of the outcome is None."""
        lines = [line for line in code.strip().splitlines() if line.strip()]
        text = clean(lines[0] if lines else "nothing") + (" ..." if len(lines) > 1 else "")

        def execute(keep: Callable[[str], None]) -> object:
            self._board.exec(code, keep, self._wall_s)
            return None

        return self._perform(execute, text, limit_ms)

    def _ask(self, expression: str, text: str, limit_ms: float | None) -> Outcome:
        def evaluate(keep: Callable[[str], None]) -> object:
            return self._board.eval(expression, self._wall_s, keep)

        return self._perform(evaluate, text, limit_ms)

    def _perform(
        self, action: Callable[[Callable[[str], None]], object], text: str, limit_ms: float | None
    ) -> Outcome:
        printed = _Printed()
        value: object = MISSING
        error: BoardError | None = None
        bench = self._board.bench
        start_us = bench.now_us
        self._stimuli.begin(bench, start_us)
        try:
            value = action(printed.add)
        except BoardError as why:
            error = why
        finally:
            bench = self._board.bench
            missed, touched = self._stimuli.end(bench)
        self.last = Outcome(
            text, value, error, printed.text(), start_us, bench.now_us, missed, touched
        )
        return self.last


class _Printed:
    """What a program prints, up to a bound."""

    def __init__(self) -> None:
        self._pieces: list[str] = []
        self._room = MAX_OUTPUT

    def add(self, piece: str) -> None:
        if self._room > 0:
            self._pieces.append(piece[: self._room])
            self._room -= len(piece)

    def text(self) -> str:
        return "".join(self._pieces)
