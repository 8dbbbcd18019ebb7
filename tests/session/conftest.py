"""Fixtures: sessions on the virtual board, on one that has no bench, and on what is plugged in."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from serial.tools import list_ports

from coursekit.bench import Diagram
from coursekit.boards import Board
from coursekit.boards.connect import VARIABLE, connect
from coursekit.boards.virtual import VirtualBoard
from coursekit.session import CellResult, Error, Output, Session, Stream
from tests.boards.plugged import Sockets
from tests.boards.streams import PipeStream

if TYPE_CHECKING:
    from tests.boards.wire import Wire


class Cells:
    """Runs cells in a session and keeps their outputs."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.outputs: list[Output] = []
        self._more = threading.Condition()

    def run(self, cell: str) -> CellResult:
        """Run one cell; `outputs` are those of this cell then."""
        with self._more:
            self.outputs = []
        return self.session.run(cell, self._take)

    def value(self, cell: str) -> str | None:
        """The text of a cell's result."""
        result = self.run(cell)
        assert result.status == "ok", result.error
        return None if result.result is None else str(result.result.data["text/plain"])

    def error(self, cell: str) -> Error:
        """The error that a cell ends with."""
        result = self.run(cell)
        assert result.status == "error"
        assert result.error is not None
        assert self.outputs[-1] == result.error
        return result.error

    @property
    def text(self) -> str:
        """What the last cell printed."""
        return "".join(output.text for output in self.outputs if isinstance(output, Stream))

    @property
    def kinds(self) -> list[str]:
        """The kinds of the last cell's outputs."""
        return [type(output).__name__ for output in self.outputs]

    def start(self, cell: str, until: str) -> threading.Thread:
        """Run a cell in a thread; returns when it has printed `until`."""
        thread = threading.Thread(target=self.run, args=(cell,), daemon=True)
        with self._more:
            self.outputs = []
        thread.start()
        with self._more:
            assert self._more.wait_for(lambda: until in self.text, 30), self.outputs
        return thread

    def _take(self, output: Output) -> None:
        with self._more:
            self.outputs.append(output)
            self._more.notify_all()


def fast_forward(target: str | None, diagram: Diagram | None, runtime: str | None = None) -> Board:
    """A virtual board on which waiting takes no time."""
    return VirtualBoard(diagram, fast_forward=True, runtime=runtime)


@pytest.fixture
def cells(tmp_path: Path) -> Iterator[Cells]:
    """A session of its own, in `tmp_path`."""
    session = Session(fast_forward, tmp_path)
    yield Cells(session)
    session.close()


@pytest.fixture(scope="module")
def common(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cells]:
    """A session for tests that do not mind what others left behind; its board is announced."""
    session = Session(fast_forward, tmp_path_factory.mktemp("notebook"))
    cells = Cells(session)
    assert cells.run("pass").status == "ok"
    yield cells
    session.close()


@pytest.fixture
def benchless(tmp_path: Path) -> Iterator[Cells]:
    """A session on the plain unix MicroPython, which has no bench, like a real board."""
    flash = tmp_path / "flash"
    flash.mkdir()

    def connect(target: str | None, diagram: Diagram | None, runtime: str | None = None) -> Board:
        return Board(PipeStream(flash), kind="pipes", port=target or "pipes")

    session = Session(connect, tmp_path)
    yield Cells(session)
    session.close()


@pytest.fixture
def sockets(monkeypatch: pytest.MonkeyPatch) -> Sockets:
    """All that is plugged in."""
    monkeypatch.delenv(VARIABLE, raising=False)
    there = Sockets()
    monkeypatch.setattr(list_ports, "comports", lambda: list(there))
    return there


@pytest.fixture
def plugged(tmp_path: Path, sockets: Sockets) -> Iterator[Cells]:
    """A session as a person has it, which takes what is in the `sockets`."""
    session = Session(connect, tmp_path)
    yield Cells(session)
    session.close()


@pytest.fixture
def wire(plugged: Cells, tmp_path: Path) -> Iterator[Wire]:
    """A board behind a serial port; the session `plugged` lets go of it first."""
    from tests.boards.wire import Wire  # not on Windows

    (tmp_path / "flash").mkdir()
    wire = Wire(tmp_path / "flash")
    yield wire
    plugged.session.close()
    wire.cut()
