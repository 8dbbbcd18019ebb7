"""Several boards in one session; boards that are lost, come back, or are let go of."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from serial.tools import list_ports

from coursekit.bench import Diagram
from coursekit.boards import Board, BoardLost, BoardNotFound
from coursekit.boards.stream import ByteStream
from coursekit.session import Session
from coursekit.session import boards as boards_module
from tests.boards.plugged import cp210x
from tests.boards.streams import PipeStream
from tests.session.conftest import Cells, fast_forward


class Cable:
    """A link to a board that can be pulled out and put in again."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.plugged_in = True
        self.asked = 0
        self._stream: ByteStream | None = None

    def open(self, target: str | None = None) -> Board:
        if not self.plugged_in:
            raise BoardNotFound("There is no port /dev/ttyTEST.")
        self._stream = PipeStream(self.folder)
        return Board(_Plugged(self._stream, self), "serial", "/dev/ttyTEST", self.reopen)

    def reopen(self, patience_s: float) -> Board:
        self.asked += 1
        if not self.plugged_in:
            raise BoardNotFound("The board on /dev/ttyTEST is not back.")
        return self.open()


class _Plugged:
    def __init__(self, stream: ByteStream, cable: Cable) -> None:
        self._stream = stream
        self._cable = cable

    def read(self, timeout_s: float | None) -> bytes:
        self._check()
        return self._stream.read(timeout_s)

    def write(self, data: bytes, timeout_s: float | None) -> None:
        self._check()
        self._stream.write(data, timeout_s)

    def close(self) -> None:
        self._stream.close()

    def _check(self) -> None:
        if not self._cable.plugged_in:
            raise BoardLost("The board on /dev/ttyTEST is gone.")


@pytest.fixture
def cable(tmp_path: Path) -> Cable:
    (tmp_path / "flash").mkdir()
    return Cable(tmp_path / "flash")


@pytest.fixture
def plugged(cable: Cable, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Cells]:
    """A session on a board at the end of `cable`; it waits only a moment for one that is gone."""
    monkeypatch.setattr(boards_module, "RETURN_S", 0.0)

    def connect(target: str | None, diagram: Diagram | None, runtime: str | None = None) -> Board:
        if target == "virtual":
            return fast_forward(target, diagram, runtime)
        return cable.open(target)

    session = Session(connect, tmp_path)
    yield Cells(session)
    session.close()


def test_a_board_that_comes_back(plugged: Cells, cable: Cable) -> None:
    plugged.run("x = 1")
    cable.plugged_in = False
    error = plugged.error("print(x)")
    assert error.name == "BoardLost"
    assert "Variables and imports are gone." in error.message
    assert "as soon as it is there again" in error.message
    cable.plugged_in = True
    assert plugged.run("print(2)").status == "ok"
    assert "/dev/ttyTEST" in plugged.text
    assert "It is back. Variables and imports of earlier cells are gone.\n2\n" in plugged.text
    assert plugged.error("x").name == "NameError"
    plugged.run("print(3)")
    assert plugged.text == "3\n"


def test_a_board_that_stays_away(plugged: Cells, cable: Cable) -> None:
    plugged.run("x = 1")
    cable.plugged_in = False
    plugged.error("x")
    for _ in range(2):
        error = plugged.error("print(1)")
        assert error.name == "BoardNotFound"
        assert error.message.startswith("The board on /dev/ttyTEST is not back. Or use another ")
    assert plugged.run("%connect virtual\nprint(1)").status == "ok"


def test_stop_ends_the_wait_for_a_board(
    plugged: Cells, cable: Cable, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(boards_module, "RETURN_S", 1e9)
    plugged.run("x = 1")
    cable.plugged_in = False
    plugged.error("x")
    reopen = cable.reopen

    def stopped(patience_s: float) -> Board:
        plugged.session.interrupt()
        return reopen(patience_s)

    lost = plugged.session.current.lost
    assert lost is not None
    monkeypatch.setattr(lost, "_reopen", stopped)
    assert plugged.error("x").name == "KeyboardInterrupt"


def test_a_board_that_was_let_go_of_is_not_opened_by_itself(plugged: Cells) -> None:
    plugged.run("x = 1")
    plugged.session.boards.disconnect()
    for cell in ("x", "%%host\nboard", "%board"):
        error = plugged.error(cell)
        assert "No board is connected. %connect takes" in error.message
    assert plugged.run("%connect").status == "ok"
    assert plugged.error("x").name == "NameError"


def test_two_boards_and_cells_that_name_one(cells: Cells) -> None:
    cells.run("x = 'first'")
    cells.run("%connect virtual --as sensor")
    cells.run("%on sensor\nx = 'second'")
    assert cells.value("x") == "'first'"
    assert cells.value("%on sensor\nx") == "'second'"
    cells.run("%connect")
    lines = cells.text.splitlines()
    assert [line.partition("Virtual")[0].split() for line in lines] == [["*", "board"], ["sensor"]]
    cells.run("%connect sensor")
    assert cells.value("x") == "'second'"
    assert cells.value("%on board\nx") == "'first'"
    assert cells.value("x") == "'second'"


def test_a_mistake_in_a_cell_keeps_the_choice_to_that_cell(cells: Cells) -> None:
    cells.run("x = 1\n")
    cells.run("%connect virtual --as sensor")
    assert cells.error("%on sensor\n1 / 0").name == "ZeroDivisionError"
    assert cells.value("x") == "1"


@pytest.mark.parametrize(
    ("cell", "says"),
    [
        ("%on sensor", "There is no board 'sensor': board. %connect TARGET --as sensor adds one."),
        ("%on", "Name the board"),
        ("%connect virtual --as 2x", "letters and digits"),
        ("%connect virtual --as", "%connect virtual --as sensor"),
        ("%connect virtual --to x", "knows --runtime and --as, not --to"),
    ],
)
def test_mistakes(common: Cells, cell: str, says: str) -> None:
    error = common.error(cell)
    assert error.name == "UsageError"
    assert says in error.message


def test_a_port_opens_once_for_two_names(plugged: Cells) -> None:
    plugged.run("%connect /dev/ttyTEST")
    error = plugged.error("%connect /dev/ttyTEST --as sensor")
    assert "/dev/ttyTEST is in use: it is board of this notebook." in error.message
    assert list(plugged.session.boards.by_name) == ["board"]


def test_somebody_with_an_unknown_board_is_told_of_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The virtual board is what one gets; what is plugged in is not opened by itself."""
    monkeypatch.setattr(list_ports, "comports", lambda: [cp210x("/dev/ttyUSB7")])
    monkeypatch.delenv("COURSEKIT_BOARD", raising=False)
    cells = Cells(Session(folder=tmp_path))
    try:
        cells.run("pass")
        assert "%connect /dev/ttyUSB7    # if it is your board" in cells.text
        cells.run("%connect virtual")
        assert "/dev/ttyUSB7" not in cells.text
    finally:
        cells.session.close()


def test_peek(cells: Cells) -> None:
    peek = cells.session.peek
    assert peek("1 + 1") is None  # no board is opened for that
    assert cells.session.board is None
    cells.run("x = [1, 2]")
    assert peek("x") == [1, 2]
    assert peek("nothing") is None
    assert peek("1 +") is None
    thread = cells.start("print('go')\nwhile True: pass", until="go\n")
    assert peek("x") is None
    cells.session.interrupt()
    thread.join(30)
    assert peek("x") == [1, 2]
    cells.session.close()
    assert peek("x") is None


def test_a_loss_that_a_peek_finds_is_told_by_the_next_cell(plugged: Cells, cable: Cable) -> None:
    plugged.run("x = 1")
    cable.plugged_in = False
    assert plugged.session.peek("x") is None
    cable.plugged_in = True
    assert plugged.run("print(2)").status == "ok"
    assert "/dev/ttyTEST is gone. Variables and imports are gone." in plugged.text
    assert plugged.text.endswith("\n2\n")


def test_filters_see_all_that_a_program_prints(cells: Cells, tmp_path: Path) -> None:
    from coursekit.session.magics import registry
    from coursekit.session.run import CellRun

    class Shout:
        def feed(self, text: str) -> str:
            return text.upper()

        def finish(self) -> str:
            return "!\n"

    seen: list[tuple[str, bool]] = []

    def shout(arguments: str, run: CellRun) -> None:
        """Prints in capitals."""
        run.filters.append(Shout())
        run.before.append(lambda: seen.append(("before", run.program_failed)))
        run.afterwards.append(lambda: seen.append(("after", run.program_failed)))

    cells.run("%lsmagic")
    registry.line_magic("shout")(shout)
    try:
        cells.run("pass")
        cells.run("%shout\nprint('a')")
        assert cells.text == "A\n!\n"
        cells.error("%shout\nprint('a')\n1 / 0")
        assert cells.text == "A\n!\n"
        assert [seen[1], seen[3]] == [("after", False), ("after", True)]
    finally:
        del registry._lines["shout"]
