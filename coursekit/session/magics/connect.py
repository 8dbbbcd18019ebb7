"""%connect: which board the cells run on."""

import os

from coursekit.session.magics.registry import line_magic
from coursekit.session.run import CellRun, UsageError

_RUNTIME = "--runtime"


@line_magic("connect")
def connect(arguments: str, run: CellRun) -> None:
    """Shows which board the cells run on, or changes to another one.

    %connect           says which board it is
    %connect virtual   the virtual board, with a fresh bench
    %connect PORT      the board on a serial port, e.g. /dev/ttyACM0 or COM3
    %connect SERIAL    the board with this USB serial number

    %connect virtual --runtime PATH   the virtual board, run by another unix MicroPython

    A board that is changed to begins afresh: variables of earlier cells are gone.
    """
    if not arguments:
        known = run.session.board
        board = run.session.open_board(run)  # which says so itself
        if known is board:
            run.write(board.info.line() + "\n")
        return
    target, option, path = (part.strip() for part in arguments.partition(_RUNTIME))
    if option and not (target and path):
        raise UsageError(f"Write it like this: %connect virtual {_RUNTIME} /path/to/micropython")
    if len(target.split()) > 1:
        raise UsageError("%connect takes one name: virtual, a port or a USB serial number.")
    run.session.switch(target, run, os.path.expanduser(path) if option else None)
