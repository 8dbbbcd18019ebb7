"""%disconnect: lets go of the board."""

from __future__ import annotations

from coursekit.session.magics.arguments import ArgumentParser, parse
from coursekit.session.magics.registry import line_magic
from coursekit.session.run import CellRun

_parser = ArgumentParser("%disconnect", stock=True)
_parser.add_argument("--raw", action="store_true")
_parser.add_argument("--verbose", action="store_true")


@line_magic("disconnect")
def disconnect(arguments: str, run: CellRun) -> None:
    """Lets go of the board, so that another program can use its port.

    %disconnect          stops and restarts the board, then closes its port
    %disconnect --raw    does not restart it: its variables stay for whoever comes next

    No cell opens a board after that until %connect says which one.
    """
    options = parse(_parser, arguments)
    session = run.session
    board = session.board
    if board is not None and options.raw:
        board.close(reset=False)
    session.boards.disconnect()
    if board is None:
        run.write("No board was connected.\n")
    else:
        name = board.port or f"the {board.kind} board"
        run.write(f"Disconnected from {name}. %connect takes a board again.\n")
