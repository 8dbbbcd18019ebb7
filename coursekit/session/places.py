"""Paths on a board as the board itself reads them: relative ones count from its working folder.

That is `/` on most boards, and `/flash` on some.
"""

from __future__ import annotations

from coursekit.boards import Board, RemoteError
from coursekit.session.carrying import there


def absolute(board: Board, text: str) -> str:
    """The absolute path of `text`. Raises `UsageError` where it leads out of the board."""
    text = text.removeprefix(":").replace("\\", "/")
    if text.startswith("/"):
        return there(text)
    return there(f"{_folder(board)}/{text}")


def _folder(board: Board) -> str:
    try:
        return str(board.eval("__import__('os').getcwd()"))
    except RemoteError:  # a board that has no folders
        return "/"
