"""Sessions on a serial port and on a WebREPL, found, lost and found again as by a person."""

from __future__ import annotations

from pathlib import Path

import pytest

from coursekit.boards import webrepl
from coursekit.session import Error, boards
from tests.boards.plugged import Sockets, cp210x, pico
from tests.boards.webrepl_server import WebReplServer
from tests.boards.wire import Wire
from tests.session.conftest import Cells

ENDLESS = "print('go')\nwhile True: pass"


@pytest.fixture
def cells(plugged: Cells) -> Cells:
    return plugged


def error_of(cells: Cells) -> str:
    """The name of the error that the last cell ended with."""
    error = cells.outputs[-1]
    assert isinstance(error, Error), cells.outputs
    return error.name


def test_a_pico_is_unplugged_in_mid_cell_and_plugged_in_elsewhere(
    cells: Cells, sockets: Sockets, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    flash = tmp_path / "flash"
    flash.mkdir()
    first, second = Wire(flash), Wire(flash)
    try:
        sockets += [cp210x(), pico(first.port, at="1-2")]
        cells.run("x = 1\nprint(x)")
        assert cells.text.endswith(f"on {first.port}\n1\n")
        thread = cells.start(ENDLESS, until="go")
        del sockets[1]
        first.cut()
        thread.join(30)
        assert error_of(cells) == "BoardLost"
        with monkeypatch.context() as impatient:
            impatient.setattr(boards, "RETURN_S", 0.01)
            away = cells.error("print(1)").message
        assert f"(e6614c) that was on {first.port} is not back." in away
        assert away.endswith("%connect lists them.")
        sockets.append(pico(second.port, at="2-1"))
        cells.run("print('x' in globals())")
        assert f"on {second.port}\nIt is back." in cells.text
        assert cells.text.endswith("False\n")
    finally:
        cells.session.close()
        first.cut()
        second.cut()


def test_a_board_in_the_network(cells: Cells, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(webrepl.VARIABLE, raising=False)
    with WebReplServer() as server:
        connecting = f"%connect ws://:secret@127.0.0.1:{server.port}"
        cells.run(f"{connecting}\nx = 1\nprint(x)")
        assert cells.text.endswith(f"on {server.url}\n1\n")
        cells.run(f"{connecting}\nprint(2)")
        assert cells.text.endswith("2\n")
        thread = cells.start(ENDLESS, until="go")
        server.hang_up()
        thread.join(30)
        assert error_of(cells) == "BoardLost"
        assert "are gone" not in str(cells.outputs[-1])  # only the link is
        cells.run("print(x)")
        assert cells.text.endswith(
            "It is back. If it has restarted, variables and imports of earlier cells are gone.\n1\n"
        )
        assert server.dropped == 0
        cells.session.close()


def test_the_password_is_asked_for(cells: Cells, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(webrepl.VARIABLE, raising=False)
    with WebReplServer() as server:
        asked: list[tuple[str, bool]] = []

        def ask(prompt: str, password: bool) -> str:
            asked.append((prompt, password))
            return "secret"

        done = cells.session.run(f"%connect {server.url}\n6 * 7", lambda output: None, ask=ask)
        assert done.status == "ok"
        assert [password for _, password in asked] == [True]
        cells.session.close()
