"""The `board` of a check: runs the student's program and tells what became of it.

It never raises for what a program does, so a check runs to its end for everyone.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from math import isfinite
from typing import TYPE_CHECKING

from coursekit.boards.errors import BoardError, BoardFault, BoardLost, LimitReached
from coursekit.boards.virtual.limits import BOARD_TIME, INPUT, NOTEBOOK_TIME, OUTPUT, Limits
from coursekit.checks.literals import dotted, literal
from coursekit.checks.outcome import MISSING, Outcome
from coursekit.checks.stimuli import Stimuli
from coursekit.checks.words import call_text, clean

if TYPE_CHECKING:
    from coursekit.boards.on_bench import BoardOnBench
    from coursekit.boards.virtual.board import VirtualBoard

MAX_OUTPUT = 200_000
"""Characters of a program's output that are kept."""


_CERTAIN = (BOARD_TIME, OUTPUT, INPUT, NOTEBOOK_TIME)
"""Limits that stop a program at the same place every time, or before it begins."""

Action = Callable[[Callable[[str], None], Limits], object]


class Stage:
    """Calls the student's functions on a board."""

    def __init__(self, board: BoardOnBench, stimuli: Stimuli, limits: Limits | None = None) -> None:
        self._board = board
        self._stimuli = stimuli
        self._limits = limits or board.limits or Limits()
        self._stuck: str = ""
        """The call that used up its processor time; what the board is like then is not certain."""
        self.last: Outcome | None = None
        """The latest call; trace expectations look at its time."""

    def call(
        self, name: str, /, *args: object, limit_ms: float | None = None, **kwargs: object
    ) -> Outcome:
        """Call the function `name` of the student's program, `blink` or `door.is_open`.

        Arguments are sent as literals. limit_ms: board time after which it is stopped. Raises
        TypeError for an argument that cannot be sent, BoardFault when the computer failed; never
        for what the function does.
        """
        sent = [literal(arg) for arg in args]
        sent += [f"{dotted(key)}={literal(arg)}" for key, arg in kwargs.items()]
        expression = f"{dotted(name)}({', '.join(sent)})"
        parameters = [*(f"_{number}" for number in range(len(args))), *kwargs]
        outcome = self._ask(expression, call_text(name, args, kwargs), limit_ms)
        self.last = replace(
            outcome,
            heap=lambda: self._heap(expression, parameters),
            repeated=lambda count: self._repeat(expression, count),
        )
        return self.last

    def eval(self, expression: str, /, *, limit_ms: float | None = None) -> Outcome:
        """The value of an expression on the board, as an outcome."""
        return self._ask(expression, clean(expression), limit_ms)

    def run(self, code: str, /, *, limit_ms: float | None = None) -> Outcome:
        """Run statements on the board; the value of the outcome is None."""
        lines = [line for line in code.strip().splitlines() if line.strip()]
        text = clean(lines[0] if lines else "nothing") + (" ..." if len(lines) > 1 else "")

        def execute(keep: Callable[[str], None], limits: Limits) -> object:
            self._board.exec(code, keep, limits=limits)
            return None

        return self._perform(execute, text, limit_ms)

    def _heap(self, expression: str, parameters: list[str]) -> int | None:
        from coursekit.checks.heap import allocated_bytes

        return allocated_bytes(self._virtual, expression, parameters, self._execute)

    def _repeat(self, expression: str, count: int) -> float:
        from coursekit.checks.speed import repeat

        return repeat(self._virtual, expression, count, self._execute)

    @property
    def _virtual(self) -> VirtualBoard:
        """The board, if it is one whose process can be looked into. Raises BoardFault."""
        from coursekit.boards.virtual.board import VirtualBoard

        if not isinstance(self._board, VirtualBoard):
            raise BoardFault(
                "What a call takes of the heap and the processor is seen on the virtual board "
                f"alone, and this is the {self._board.kind} one. Run this check there."
            )
        return self._board

    def _execute(self, code: str) -> None:
        self._board.exec(code, limits=self._limits)

    def _ask(self, expression: str, text: str, limit_ms: float | None) -> Outcome:
        def evaluate(keep: Callable[[str], None], limits: Limits) -> object:
            return self._board.eval(expression, on_output=keep, limits=limits)

        return self._perform(evaluate, text, limit_ms, *self._board.around_us())

    def _perform(
        self,
        action: Action,
        text: str,
        limit_ms: float | None,
        before_us: int = 0,
        after_us: int = 0,
    ) -> Outcome:
        limits = self._limits
        if limit_ms is not None:
            if isinstance(limit_ms, bool) or not (isfinite(limit_ms) and limit_ms > 0):
                raise ValueError(f"limit_ms is a time in milliseconds, not {limit_ms!r}.")
            limits = replace(limits, board_s=limit_ms / 1000)
        printed = _Printed()
        value: object = MISSING
        error: BoardError | None = None
        bench = self._board.bench
        start_us = bench.now_us + before_us
        end_us: int | None = None
        self._stimuli.begin(bench, start_us)
        try:
            if self._stuck:
                raise BoardLost(f"It was not tried, because {self._stuck} did not end.")
            value = action(printed.add, limits)
        except BoardFault:
            raise  # nobody's program is to blame
        except BoardError as why:
            error = why
            if isinstance(why, LimitReached):
                end_us = why.end_us
                if why.kind not in _CERTAIN:
                    self._stuck = self._stuck or text
        finally:
            bench = self._board.bench
            missed, touched = self._stimuli.end(bench)
        if end_us is None:
            # What a program does after its limit does not count.
            end_us = max(start_us, bench.now_us - after_us)
        output = printed.text()
        self.last = Outcome(text, value, error, output, start_us, end_us, missed, touched)
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
