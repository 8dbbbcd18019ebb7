"""A board whose pins end on a simulated bench: what checks need, whatever runs the program.

So that a check says the same on the virtual board and on real firmware in an emulator.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from coursekit.boards.board import Board

if TYPE_CHECKING:
    from coursekit.bench import Bench
    from coursekit.boards.virtual.limits import Limits


class BoardOnBench(Board):
    """A board with a bench, and with limits for what runs on it.

    limits: what each `exec` and `eval` may take; None: as much as it likes. Which of them are kept
    to depends on the kind of board.
    """

    limits: Limits | None = None

    @property
    def bench(self) -> Bench:
        """The bench, with everything on it that the board has done so far."""
        raise NotImplementedError

    def around_us(self) -> tuple[int, int]:
        """Board time that `eval` takes for itself: before the value is computed, and after that.

        Never more than that, so nothing of what the expression does lies outside.
        """
        return 0, 0

    def exec(
        self,
        code: str,
        on_output: Callable[[str], None] | None = None,
        timeout_s: float | None = None,
        *,
        limits: Limits | None = None,
    ) -> None:
        """See `Board.exec`. limits: for this run, in place of the board's own.

        Raises LimitReached too: the program was stopped then, and the board takes the next one.
        """
        super().exec(code, on_output, timeout_s)

    def eval(
        self,
        expression: str,
        timeout_s: float | None = 10.0,
        on_output: Callable[[str], None] | None = None,
        *,
        limits: Limits | None = None,
    ) -> object:
        """See `Board.eval`, and for `limits` `exec`."""
        return super().eval(expression, timeout_s, on_output)
