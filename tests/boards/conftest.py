"""Fixtures: a real MicroPython over pipes, as a stream and as a board."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from coursekit.boards import Board
from tests.boards.streams import PipeStream


@pytest.fixture
def pipes(tmp_path: Path) -> Iterator[PipeStream]:
    stream = PipeStream(tmp_path)
    yield stream
    stream.close()


@pytest.fixture
def pipe_board(pipes: PipeStream) -> Iterator[Board]:
    with Board(pipes, kind="pipes", port="pipes") as board:
        yield board
