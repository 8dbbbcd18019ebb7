"""%rebootdevice: MicroPython starts anew on the board."""

from __future__ import annotations

from coursekit.boards import BoardError
from coursekit.session.connection import bench_of
from coursekit.session.magics.arguments import ArgumentParser, parse
from coursekit.session.magics.registry import line_magic
from coursekit.session.run import CellRun

_parser = ArgumentParser("%rebootdevice", stock=True)


@line_magic("rebootdevice")
def rebootdevice(arguments: str, run: CellRun) -> None:
    """Restarts MicroPython on the board: variables and imports are gone, files stay.

    %rebootdevice

    What runs on it is stopped first. boot.py runs, main.py does not. A program below it runs on
    the fresh board. The virtual board is replaced when it does not react; a real one that does not
    has to be unplugged.
    """
    parse(_parser, arguments)
    session = run.session
    board = session.open_board(run)
    session.current.forget_runs()
    try:
        board.soft_reset()
    except BoardError:
        if bench_of(board) is None:
            raise
        session.drop_board()  # its process is replaced
        session.open_board(run)
    run.write("The board has restarted: variables and imports are gone.\n")
