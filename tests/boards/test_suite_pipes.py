"""The board suite over a plain unix MicroPython, read easily and read with difficulty."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from coursekit.boards import Board, ByteStream
from tests.boards.difficult import DifficultStream
from tests.boards.streams import PipeStream
from tests.boards.suite import BoardSuite


class TestPipes(BoardSuite):
    @pytest.fixture(params=["easy", "difficult"])
    def board(self, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Board]:
        stream: ByteStream = PipeStream(tmp_path)
        if request.param == "difficult":
            stream = DifficultStream(stream)
        with Board(stream, kind="pipes", port="pipes") as board:
            yield board
