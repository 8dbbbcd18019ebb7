"""Fixtures: a real MicroPython over pipes, as a stream and as a board; USB sockets."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from serial.tools import list_ports

from coursekit.boards import Board
from tests.boards.plugged import Sockets
from tests.boards.streams import PipeStream
from tests.boards.wire import Wire


@pytest.fixture
def pipes(tmp_path: Path) -> Iterator[PipeStream]:
    stream = PipeStream(tmp_path)
    yield stream
    stream.close()


@pytest.fixture
def pipe_board(pipes: PipeStream) -> Iterator[Board]:
    with Board(pipes, kind="pipes", port="pipes") as board:
        yield board


@pytest.fixture
def sockets(monkeypatch: pytest.MonkeyPatch) -> Sockets:
    """All that pyserial finds plugged in; empty at first."""
    there = Sockets()
    monkeypatch.setattr(list_ports, "comports", lambda: list(there))
    return there


@pytest.fixture
def wire(tmp_path: Path) -> Iterator[Wire]:
    wire = Wire(tmp_path)
    yield wire
    wire.cut()
