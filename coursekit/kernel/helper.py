"""Completion and inspection, away from the cells and from the event loop.

The names of a board are looked up on a thread of their own: the first look takes a second or so.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

from coursekit.session import Session
from coursekit.worker import Worker

if TYPE_CHECKING:
    from coursekit.session.completion import Completer

_QUIET_S = 1.0
_PATIENCE_S = 0.5
"""JupyterLab gives up after a second, in which the board is asked too."""
_TYPES = "_jupyter_types_experimental"


class Helper:
    """Answers while somebody types. To be called from event loops only."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._worker = Worker("completion")
        self._completer: Completer | None = None
        self._timer: asyncio.TimerHandle | None = None

    async def complete(self, code: str, cursor: int, *, ask_board: bool) -> dict[str, Any]:
        """The content of a complete_reply. ask_board: whether the board may be asked."""
        found = await asyncio.wrap_future(
            self._worker.submit(lambda: self._ready().complete(code, cursor, ask_board))
        )
        place = {"start": found.start, "end": found.end}
        types = [
            {**place, "text": text, "type": kind, "signature": signature}
            for text, kind, signature in zip(
                found.matches, found.types, found.signatures, strict=True
            )
        ]
        return {
            "status": "ok",
            "matches": list(found.matches),
            "cursor_start": found.start,
            "cursor_end": found.end,
            "metadata": {_TYPES: types},
        }

    async def inspect(self, code: str, cursor: int, detail: int) -> dict[str, Any]:
        """The content of an inspect_reply."""
        found = await asyncio.wrap_future(
            self._worker.submit(lambda: self._ready().inspect(code, cursor, detail))
        )
        return {"status": "ok", "found": bool(found), "data": found or {}, "metadata": {}}

    def cell_begins(self) -> None:
        """What can wait, waits."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def cell_ended(self) -> None:
        """In a quiet moment after the first cells the completion gets ready."""
        if self._completer is None:
            loop = asyncio.get_running_loop()
            self._timer = loop.call_later(_QUIET_S, self._worker.submit, self._warm_up)

    def close(self) -> None:
        """Ask the board no more. From any thread."""
        if self._completer is not None:
            self._completer.close()

    def _warm_up(self) -> None:
        self._ready().warm_up()

    def _ready(self) -> Completer:
        if self._completer is None:
            from coursekit.session.completion import Completer

            self._completer = Completer(self._session, _PATIENCE_S)
        return self._completer
