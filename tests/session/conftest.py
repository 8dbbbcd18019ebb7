"""Fixtures: a session on the virtual board, and one on a board that has no bench."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from coursekit.bench import Diagram
from coursekit.boards import Board
from coursekit.boards.virtual import VirtualBoard
from coursekit.session import CellResult, Error, Output, Session, Stream
from tests.boards.streams import PipeStream


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
