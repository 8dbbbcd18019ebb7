"""A board for one check: fresh, virtual, in fast-forward, with the notebook's programs run on it.

So a check sees the same board in a student's notebook, under Validate and in the grader, whatever
board is plugged in, and no task can disturb another one.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, TypeAlias

from coursekit.boards import Board, BoardError, BoardFault, BoardLost, BoardReset, LimitReached
from coursekit.session.history import Replay
from coursekit.session.library import library_flash

if TYPE_CHECKING:
    from coursekit.bench import Diagram
    from coursekit.boards.on_bench import BoardOnBench
    from coursekit.session.outputs import Output
    from coursekit.session.session import Session

OpenTwin: TypeAlias = "Callable[[Diagram | None, bytes | None], BoardOnBench]"
"""Opens a board wired as in a diagram, with this on its flash."""

ENDLESS_BOARD_S, ENDLESS_CPU_S = 0.1, 2.0
"""For a program that did not end by itself when it ran first. Board time runs out first where it
touches hardware, so it is stopped at the same place every time."""


def open_twin(diagram: Diagram | None, flash: bytes | None = None) -> BoardOnBench:
    """The twin of a student's session: limited as in the grader, as safe as this machine can."""
    from coursekit.boards.virtual import VirtualBoard
    from coursekit.boards.virtual.limits import Limits
    from coursekit.boards.virtual.sandbox import Sandbox

    return VirtualBoard(
        diagram,
        fast_forward=True,
        limits=Limits(),
        sandbox=Sandbox.TRY,
        flash=flash,
    )


@contextlib.contextmanager
def twin_of(session: Session, opener: OpenTwin, *, library: bool = False) -> Iterator[BoardOnBench]:
    """A fresh board with the session's cells run on it. Raises BoardError when none starts.

    library: it has the course's `device_lib`.
    A cell that restarts or stops the board is left out, so that it takes nothing but itself along.
    """
    cells = session.history.cells()
    while True:
        board = opener(session.diagram(), library_flash() if library else None)
        try:
            session.twin = board
            session.stop_if_interrupted()
            failed = _replay(cells, board, session)
            if failed is None:
                yield board
                return
            cells = [cell for cell in cells if cell is not failed]
        finally:
            session.twin = None
            board.close()


def _replay(cells: list[Replay], board: BoardOnBench, session: Session) -> Replay | None:
    """Run `cells`; returns the one that restarted or stopped the board, if one did.

    Raises BoardFault when the computer failed.
    """
    from coursekit.session.session import Session

    failures: list[BoardError] = []

    def lend(target: str | None, diagram: Diagram | None, runtime: str | None = None) -> Board:
        return board

    runner = Session(lend, session.folder)
    runner.on_failure = failures.append
    limits = board.limits
    for cell in cells:
        if cell.endless and limits is not None:
            board.limits = replace(limits, board_s=ENDLESS_BOARD_S, cpu_s=ENDLESS_CPU_S)
        runner.run(cell.text, _drop, trusted=False)
        board.limits = limits
        session.stop_if_interrupted()
        for failure in failures:
            if isinstance(failure, BoardFault):
                raise failure  # the computer's, not the cell's
            if _restarted(failure):
                return cell
    return None


def _restarted(failure: BoardError) -> bool:
    if isinstance(failure, LimitReached):
        return failure.restarted
    return isinstance(failure, BoardLost | BoardReset)


def _drop(output: Output) -> None:
    """What a program prints was seen when it ran first."""
