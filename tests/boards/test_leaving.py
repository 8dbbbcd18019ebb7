"""Letting go of a board: whoever comes next finds it fresh, whatever ran, in bounded time."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from coursekit.boards import BoardError, BoardLost, RemoteError, leaving
from coursekit.boards.serial import SerialStream, open_serial
from coursekit.boards.serve import PtyServer
from tests.boards.suite import Output, in_thread
from tests.boards.wire import Wire


@pytest.fixture
def unhurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """However busy this computer is, the board has the time that it needs."""
    monkeypatch.setattr(leaving, "_POLITE_S", 60.0)


@pytest.fixture
def port(tmp_path: Path) -> Iterator[str]:
    server = PtyServer(tmp_path / "board")
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    yield str(tmp_path / "board")
    server.stop()
    thread.join(30)


def answer(port: str, line: bytes) -> bytes:
    """What the friendly prompt says to `line`, without any Ctrl-C."""
    stream = SerialStream(port)
    stream.write(line + b"\r", 10)
    seen = b""
    while line not in seen or not seen.endswith(b"\r\n>>> "):
        seen += stream.read(20)
    stream.close()
    return seen


@pytest.mark.usefixtures("unhurried")
def test_it_is_left_fresh_and_at_its_prompt(port: str) -> None:
    with open_serial(port) as board:
        board.put("main.py", b"left_over = 1")
        board.exec("x = 1")
    assert b"'x' in globals()\r\nFalse" in answer(port, b"'x' in globals()")
    assert b"False" in answer(port, b"'left_over' in globals()")


@pytest.mark.usefixtures("unhurried")
def test_its_variables_stay_if_wanted(port: str) -> None:
    board = open_serial(port)
    board.exec("x = 1")
    board.close(reset=False)
    assert b"True" in answer(port, b"'x' in globals()")


@pytest.mark.usefixtures("unhurried")
def test_a_program_in_another_thread_is_stopped(port: str) -> None:
    board = open_serial(port)
    out = Output()
    thread, errors = in_thread(lambda: board.exec("print('go')\nwhile True: pass", out))
    out.wait_for("go\n")
    board.close()
    thread.join(30)
    assert [type(error) for error in errors] == [RemoteError]
    assert b"42" in answer(port, b"6 * 7")
    with pytest.raises(BoardLost, match="closed"):
        board.exec("1")
    board.close()


@pytest.mark.usefixtures("unhurried")
def test_a_full_heap_is_emptied(port: str) -> None:
    board = open_serial(port)
    with pytest.raises(RemoteError, match="MemoryError"):
        board.exec("x = None\nwhile True:\n    x = (x,)")
    board.close()
    assert b"False" in answer(port, b"'x' in globals()")


@pytest.mark.usefixtures("unhurried")
def test_a_program_that_catches_the_first_interrupt_is_stopped(port: str) -> None:
    board = open_serial(port)
    out = Output()
    code = (
        "print('go')\ntry:\n    while True: pass\nexcept KeyboardInterrupt: pass\nwhile True: pass"
    )
    thread, errors = in_thread(lambda: board.exec(code, out))
    out.wait_for("go\n")
    board.close()
    thread.join(30)
    assert [type(error) for error in errors] == [RemoteError]
    assert b"42" in answer(port, b"6 * 7")


def test_a_program_that_will_not_stop_does_not_hold_the_port(port: str) -> None:
    board = open_serial(port)
    out = Output()
    code = (
        "print('go')\nn = 0\nwhile n < 9:\n    try:\n        while True: pass\n"
        "    except KeyboardInterrupt: n += 1"
    )
    thread, errors = in_thread(lambda: board.exec(code, out))
    out.wait_for("go\n")
    board.close()
    thread.join(30)
    assert len(errors) == 1
    assert isinstance(errors[0], BoardError)
    SerialStream(port).close()


def test_a_dead_link(wire: Wire) -> None:
    board = open_serial(wire.port)
    wire.cut()
    board.close()
    board.close()
    with pytest.raises(BoardLost):
        board.exec("1")
