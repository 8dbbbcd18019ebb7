"""One run of a cell's program on a board: what happens before it, its output, its last value."""

from __future__ import annotations

import os

from coursekit.boards import Board, RemoteError
from coursekit.session.cells import free_name, keep_last_value, show_value, shown_value
from coursekit.session.connection import bench_of
from coursekit.session.filters import Filtered
from coursekit.session.outputs import Result
from coursekit.session.run import CellRun
from coursekit.session.stimuli import Plan


def run_program(code: str, run: CellRun) -> Result | None:
    """Run `code` on the board of the cell; returns the value of its last expression.

    Raises as `Board.exec` does, and KeyboardInterrupt.
    """
    session, connection = run.session, run.session.current
    board = session.open_board(run)
    name = free_name(code)
    kept = keep_last_value(code, name)
    connection.keyboard.prepare(board, code, run)
    for action in run.before:
        action()
    bench, start_us = bench_of(board), session.board_time_us()
    plan = None
    if bench is not None and start_us is not None:
        plan = Plan(run.stimuli, bench, start_us)
    connection.sources.add(code, run.parts)
    output = Filtered(run, connection.keyboard.filter(board, run))
    try:
        session.stop_if_interrupted()
        board.exec(code if kept is None else kept, output.write)
    finally:
        output.finish()
        end_us = session.board_time_us()
        if start_us is not None and end_us is not None:
            connection.window_us = (start_us, max(start_us, end_us))
            if plan is not None:
                run.write("".join(line + "\n" for line in plan.end(end_us)))
    return None if kept is None else _show_value(board, name, run)


def _show_value(board: Board, name: str, run: CellRun) -> Result | None:
    mark = os.urandom(8).hex()
    printed: list[str] = []
    try:
        board.exec(show_value(name, mark), printed.append)
    except RemoteError as error:  # in the value's own __repr__
        before, _, rest = "".join(printed).partition(mark)
        run.write(before + rest.removeprefix("("))
        raise _RemoteErrorInRepr(error) from None
    before, shown, after = shown_value("".join(printed), mark)
    run.write(before + after)
    return None if shown is None else Result({"text/plain": shown})


class _RemoteErrorInRepr(RemoteError):
    """An exception of a value's `__repr__`, without the frames that asked for it."""

    def __init__(self, error: RemoteError) -> None:
        lines = error.traceback.split("\n")
        super().__init__(
            error.name, error.message, "\n".join(lines[:1] + lines[3:]), error.frames[2:]
        )
