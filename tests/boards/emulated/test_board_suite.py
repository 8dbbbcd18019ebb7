"""The board suite over real firmware on the emulated Pico, in both of its clocks."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from coursekit.boards import Board
from coursekit.boards.emulated import EmulatedBoard
from tests.boards.suite import BoardSuite


class TestEmulatedBoard(BoardSuite):
    @pytest.fixture(params=[False, True], ids=["real-time", "fast-forward"])
    def board(self, request: pytest.FixtureRequest, firmware: Path) -> Iterator[Board]:
        with EmulatedBoard(firmware=firmware, fast_forward=request.param) as board:
            yield board
