"""Serial ports: a pseudo terminal with a real MicroPython behind it, and ports that fail."""

from __future__ import annotations

import errno
import os
import threading
import tty
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest
import serial
from serial.tools import list_ports

from coursekit.boards import (
    Board,
    BoardError,
    BoardLost,
    BoardNotFound,
    PortBusy,
    PortPermission,
)
from coursekit.boards.serial import FoundPort, SerialStream, find_boards, open_serial
from tests.boards.streams import PipeStream
from tests.boards.suite import Output, in_thread, run


class Wire:
    """A pseudo terminal whose far end is the unix MicroPython; `cut` unplugs it."""

    def __init__(self, folder: Path) -> None:
        self._board = PipeStream(folder)
        self._host, self._device = os.openpty()
        tty.setraw(self._device)
        self.port = os.ttyname(self._device)
        self._cut = threading.Event()
        self._threads = [
            threading.Thread(target=target, daemon=True) for target in (self._to, self._from)
        ]
        for thread in self._threads:
            thread.start()

    def _to(self) -> None:
        while not self._cut.is_set():
            data = os.read(self._host, 4096)
            if not self._cut.is_set():
                self._board.write(data, None)

    def _from(self) -> None:
        while not self._cut.is_set():
            data = self._board.read(0.02)
            while data:
                data = data[os.write(self._host, data) :]

    def cut(self) -> None:
        if not self._cut.is_set():
            self._cut.set()
            os.write(self._device, b"x")  # wakes the thread that reads
            for thread in self._threads:
                thread.join(10)
            os.close(self._device)
            os.close(self._host)
            self._board.close()


@pytest.fixture
def wire(tmp_path: Path) -> Iterator[Wire]:
    wire = Wire(tmp_path)
    yield wire
    wire.cut()


@pytest.fixture
def board(wire: Wire) -> Iterator[Board]:
    with open_serial(wire.port) as board:
        yield board


def test_runs_programs(board: Board, wire: Wire) -> None:
    assert run(board, "print('hi')") == "hi\n"
    assert board.info.kind == "serial"
    assert board.info.line().endswith(f"on {wire.port}")


def test_files(board: Board) -> None:
    data = bytes(range(256)) * 20
    board.put("f", data)
    assert board.get("f") == data


def test_interrupt(board: Board) -> None:
    out = Output()
    thread, errors = in_thread(lambda: board.exec("print('go')\nwhile True: pass", out))
    out.wait_for("go\n")
    board.interrupt()
    thread.join(10)
    assert [type(error).__name__ for error in errors] == ["RemoteError"]


def test_unplugged_in_mid_run(board: Board, wire: Wire) -> None:
    out = Output()
    thread, errors = in_thread(lambda: board.exec("print('go')\nwhile True: pass", out))
    out.wait_for("go\n")
    wire.cut()
    thread.join(10)
    assert isinstance(errors[0], BoardLost)
    with pytest.raises(BoardLost, match="Plug it in"):
        board.exec("1")


def test_busy_port_names_its_holder(board: Board, wire: Wire) -> None:
    with pytest.raises(PortBusy, match=rf"process {os.getpid()} .*Close that program"):
        open_serial(wire.port)


def test_no_such_port() -> None:
    with pytest.raises(BoardNotFound, match="no port /dev/ttyNOT9"):
        open_serial("/dev/ttyNOT9")


def test_not_a_port(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(BoardError, match="Choose another port"):
        open_serial(str(tmp_path / "file"))


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        (errno.EACCES, PortPermission),
        (errno.EBUSY, PortBusy),
        (errno.EAGAIN, PortBusy),
        (errno.ENOENT, BoardNotFound),
    ],
)
def test_reasons(monkeypatch: pytest.MonkeyPatch, code: int, expected: type[BoardError]) -> None:
    def fail(*args: object, **options: object) -> None:
        raise serial.SerialException(code, "could not open")

    monkeypatch.setattr(serial, "Serial", fail)
    with pytest.raises(expected, match="/dev/ttyX"):
        SerialStream("/dev/ttyX")


def test_find_boards(monkeypatch: pytest.MonkeyPatch) -> None:
    ports = [
        ("/dev/ttyUSB0", 0x10C4, 0xEA60),
        ("/dev/ttyACM1", 0x2E8A, 0x0005),
        ("/dev/ttyACM0", 0x303A, 0x4001),
        ("/dev/ttyACM2", 0x2E8A, 0x000C),
        ("/dev/ttyACM3", 0x1234, 0x5678),
        ("/dev/ttyS0", None, None),
    ]
    infos = [SimpleNamespace(device=port, vid=vid, pid=pid) for port, vid, pid in ports]
    monkeypatch.setattr(list_ports, "comports", lambda: infos)
    assert find_boards() == [
        FoundPort("/dev/ttyACM0", "ESP32 with native USB", True),
        FoundPort("/dev/ttyACM1", "Raspberry Pi Pico", True),
        FoundPort("/dev/ttyUSB0", "CP210x USB bridge", False),
    ]
