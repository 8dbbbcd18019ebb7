"""`board` in %%host cells: the board itself, but shared with care.

What a cell has hung on a widget may be called at any time. If it wants the board while a cell uses
it, it is told so at once: it would wait for a program that may never end.
"""

from __future__ import annotations

import functools
from contextvars import ContextVar
from typing import TYPE_CHECKING, Any

from coursekit.boards import Board, BoardError

if TYPE_CHECKING:
    from coursekit.session.session import Session

_PATIENCE_S = 2.0
in_callback: ContextVar[bool] = ContextVar("in_callback", default=False)
"""Whether this is not a cell, but something that a cell has left to be called later."""


class SharedBoard:
    """Stands for `board`. All that it has and can do is the board's."""

    def __init__(self, board: Board, session: Session) -> None:
        self.__dict__.update(_board=board, _session=session)

    @property  # type: ignore[misc]
    def __class__(self) -> type:
        return type(self._board)

    def __getattr__(self, name: str) -> Any:
        value = getattr(self.__dict__["_board"], name)
        if not callable(value) or not in_callback.get():
            return value
        session: Session = self.__dict__["_session"]

        @functools.wraps(value)
        def in_turn(*args: Any, **options: Any) -> Any:
            with session.between_cells(_PATIENCE_S) as free:
                if not free:
                    raise BoardError(
                        "A cell is running on the board, so this cannot use it now. Try again "
                        "when the cell has ended."
                    )
                return value(*args, **options)

        return in_turn

    def __setattr__(self, name: str, value: object) -> None:
        setattr(self.__dict__["_board"], name, value)

    def __dir__(self) -> list[str]:
        return dir(self.__dict__["_board"])

    def __repr__(self) -> str:
        return repr(self.__dict__["_board"])
