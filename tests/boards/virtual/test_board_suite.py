"""The board suite over the virtual board, in both of its clocks."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from coursekit.boards import Board
from coursekit.boards.virtual import VirtualBoard
from tests.boards.suite import BoardSuite


class TestVirtualBoard(BoardSuite):
    @pytest.fixture(params=[False, True], ids=["real-time", "fast-forward"])
    def board(self, request: pytest.FixtureRequest) -> Iterator[Board]:
        with VirtualBoard(fast_forward=request.param) as board:
            yield board
