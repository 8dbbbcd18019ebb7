"""Which serial port a command means that was given none: the one that leaves no doubt."""

from __future__ import annotations

from coursekit.boards import ports
from coursekit.session.run import CellRun, UsageError


def one_port(run: CellRun, usage: str) -> str | None:
    """The port of the cell's board, else the only one with something like a board; None for none.

    usage: how to name one in place of PORT. Raises `UsageError` when there are several.
    """
    board = run.session.board
    if board is not None and board.kind == "serial" and "://" not in board.port:
        return board.port
    found = ports.find_boards()
    if len(found) > 1:
        lines = [f"{usage.replace('PORT', port.port)}    # {port.line()}" for port in found]
        raise UsageError("\n".join(["There are several ports. Say which one:", *lines]))
    return found[0].port if found else None
