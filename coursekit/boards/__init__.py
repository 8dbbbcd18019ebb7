"""Boards that run MicroPython, all behind one interface.

`Board` talks through a raw REPL client to a byte stream; kinds of board differ in the stream.
"""

from coursekit.boards.board import Board, BoardInfo, FileInfo
from coursekit.boards.errors import (
    BoardError,
    BoardFault,
    BoardKilled,
    BoardLost,
    BoardNotFound,
    BoardNotRestarted,
    BoardNotStarted,
    BoardReset,
    BoardTimeout,
    LimitReached,
    PortBusy,
    PortPermission,
    RemoteError,
)
from coursekit.boards.stream import ByteStream

__all__ = [
    "Board",
    "BoardError",
    "BoardFault",
    "BoardInfo",
    "BoardKilled",
    "BoardLost",
    "BoardNotFound",
    "BoardNotRestarted",
    "BoardNotStarted",
    "BoardReset",
    "BoardTimeout",
    "ByteStream",
    "FileInfo",
    "LimitReached",
    "PortBusy",
    "PortPermission",
    "RemoteError",
]
