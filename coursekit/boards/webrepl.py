"""Boards over Wi-Fi: the WebREPL, a raw REPL through a WebSocket."""

from __future__ import annotations

from collections.abc import Callable

from coursekit.boards.board import Board


def open_webrepl(url: str, ask: Callable[[str, bool], str] | None = None) -> Board:
    """The board at `url`."""
    raise NotImplementedError(url, ask)
