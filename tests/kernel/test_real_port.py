"""A kernel on a serial port: it takes the port for itself, and gives a fresh board back."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from coursekit.boards import Board, RemoteError
from coursekit.boards.serial import open_serial
from tests.kernel.conftest import TIMEOUT_S, Notebook, start

serve = pytest.importorskip("coursekit.boards.serve", reason="needs pseudo terminals")


@pytest.fixture
def port(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The port of a virtual board that other programs can open as a serial port."""
    return tmp_path_factory.mktemp("port") / "board"


@pytest.fixture(autouse=True)
def unplug(port: Path) -> Iterator[Callable[[], None]]:
    """Pulls the cable of the board out."""
    server = serve.PtyServer(port)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()

    def stop() -> None:
        server.stop()
        thread.join(TIMEOUT_S)

    yield stop
    stop()


def assert_fresh(board: Board) -> None:
    """The board has no variables of the notebook."""
    with pytest.raises(RemoteError, match="isn't defined"):
        board.eval("x")


@pytest.mark.parametrize("last", ["pass", "while True: pass"])
def test_a_shutdown_gives_the_port_back(
    tmp_path: Path, kernelspec: Path, monkeypatch: pytest.MonkeyPatch, port: Path, last: str
) -> None:
    running = start(tmp_path, kernelspec, monkeypatch)
    assert running.run(f"%connect {port}\nx = 5")[0]["status"] == "ok"
    msg_id = running.send(f"print('go')\n{last}")
    running.wait_printed(msg_id, "go\n")
    running.client.stop_channels()
    running.manager.shutdown_kernel()
    with open_serial(str(port)) as board:
        assert_fresh(board)


def test_a_restart_begins_anew_on_the_same_port(notebook: Notebook, port: Path) -> None:
    notebook.run(f"%connect {port}\nx = 5")
    notebook.manager.restart_kernel()
    notebook.client.wait_for_ready(timeout=TIMEOUT_S)
    reply, _ = notebook.run(f"%connect {port}\nx")
    assert reply["ename"] == "NameError"


def test_a_question_of_a_board_that_is_unplugged_ends(
    notebook: Notebook, port: Path, unplug: Callable[[], None]
) -> None:
    notebook.run(f"%connect {port}")
    msg_id = notebook.send("input('Name? ')")
    notebook.client.get_stdin_msg(timeout=TIMEOUT_S)
    unplug()
    assert notebook.reply(msg_id)["ename"] == "BoardLost"
