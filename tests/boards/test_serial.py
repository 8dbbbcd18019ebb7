"""Serial ports: a pseudo terminal with a real MicroPython behind it, and ports that fail."""

from __future__ import annotations

import errno
import fcntl
import io
import os
import struct
import subprocess
import sys
import termios
from collections.abc import Iterator
from pathlib import Path

import pytest
import serial

from coursekit.boards import (
    Board,
    BoardError,
    BoardLost,
    BoardNotFound,
    BoardTimeout,
    PortBusy,
    PortPermission,
    holders,
)
from coursekit.boards import serial as serial_boards
from coursekit.boards.holders import Holder
from coursekit.boards.serial import SerialStream, open_serial
from tests.boards.plugged import Sockets, cp210x, pico
from tests.boards.streams import PipeStream
from tests.boards.suite import Output, in_thread, run
from tests.boards.wire import Wire


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
    thread.join(30)
    assert [type(error).__name__ for error in errors] == ["RemoteError"]


def test_unplugged_in_mid_run(board: Board, wire: Wire) -> None:
    out = Output()
    thread, errors = in_thread(lambda: board.exec("print('go')\nwhile True: pass", out))
    out.wait_for("go\n")
    wire.cut()
    thread.join(30)
    assert isinstance(errors[0], BoardLost)
    with pytest.raises(BoardLost, match="Plug it in"):
        board.exec("1")


def test_busy_port_names_its_holder(board: Board, wire: Wire) -> None:
    with pytest.raises(PortBusy, match="this notebook already"):
        open_serial(wire.port)


def test_busy_port_names_another_program(wire: Wire, tmp_path: Path) -> None:
    code = (
        "import serial, sys\n"
        "port = serial.Serial(sys.argv[1], exclusive=True)\n"
        "print(1, flush=True)\n"
        "input()"
    )
    (tmp_path / "thonny").write_text(code)
    command = [sys.executable, str(tmp_path / "thonny"), wire.port]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stdout=pipe) as thonny:
        assert thonny.stdout is not None
        assert thonny.stdout.readline() == b"1\n"
        expected = rf"Thonny \(process {thonny.pid}\).* Close that program"
        with pytest.raises(PortBusy, match=expected):
            open_serial(wire.port)
        thonny.kill()


def test_no_such_port() -> None:
    with pytest.raises(BoardNotFound, match="no port /dev/ttyNOT9"):
        open_serial("/dev/ttyNOT9")


def test_not_a_port(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(BoardError, match="Choose another port"):
        open_serial(str(tmp_path / "file"))


def failing(monkeypatch: pytest.MonkeyPatch, *errors: Exception) -> list[Exception]:
    """Make opening fail with these errors, one after the other; returns those to come."""
    left = list(errors)

    def fail(*args: object) -> None:
        raise left.pop(0) if len(left) > 1 else left[0]

    monkeypatch.setattr(serial_boards, "_open_once", fail)
    return left


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        (serial.SerialException(errno.EACCES, "x"), PortPermission),
        (serial.SerialException(errno.EBUSY, "x"), PortBusy),
        (serial.SerialException(errno.EAGAIN, "x"), PortBusy),
        (serial.SerialException(errno.ENOENT, "x"), BoardNotFound),
        (serial.SerialException(errno.ENXIO, "x"), BoardNotFound),
        (termios.error(errno.EIO, "Input/output error"), BoardNotFound),
        (serial.SerialException("Could not configure port: (5, 'x')"), BoardNotFound),
    ],
)
def test_reasons(
    monkeypatch: pytest.MonkeyPatch, error: Exception, expected: type[BoardError]
) -> None:
    failing(monkeypatch, error)
    with pytest.raises(expected, match="/dev/ttyX"):
        SerialStream("/dev/ttyX")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("could not open port 'COM7': PermissionError(13, 'Access is denied.', None, 5)", PortBusy),
        ("could not open port 'COM7': FileNotFoundError(2, 'x', None, 2)", BoardNotFound),
    ],
)
def test_reasons_of_windows(
    monkeypatch: pytest.MonkeyPatch, text: str, expected: type[BoardError]
) -> None:
    failing(monkeypatch, serial.SerialException(text))
    with pytest.raises(expected, match="COM7"):
        SerialStream("COM7")


def test_a_port_that_has_just_come_is_given_time(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """udev gives it to its group a moment later."""
    port = tmp_path / "ttyACM0"
    port.touch()
    left = failing(
        monkeypatch,
        serial.SerialException(errno.EACCES, "x"),
        serial.SerialException(errno.EACCES, "x"),
        serial.SerialException(errno.EBUSY, "x"),
    )
    with pytest.raises(PortBusy):
        SerialStream(str(port))
    assert len(left) == 1


def test_a_port_is_paced_where_there_is_a_uart(wire: Wire, sockets: Sockets) -> None:
    def paced() -> bool:
        stream = SerialStream(wire.port)
        stream.close()
        return stream.paced

    assert not paced()
    sockets[:] = [cp210x(wire.port)]
    assert paced()
    sockets[:] = [pico(wire.port)]
    assert not paced()


def test_no_other_program_gets_in(wire: Wire, sockets: Sockets) -> None:
    sockets.append(pico(wire.port))
    wire_fd = wire.fd

    def exclusive() -> int:
        (state,) = struct.unpack("i", fcntl.ioctl(wire_fd, 0x80045440, bytes(4)))  # TIOCGEXCL
        return int(state)

    assert not exclusive()
    if sys.platform == "linux":
        # The test itself holds the other end, as another program would hold the port.
        others = holders.holders(wire.port)
        assert [holder.pid for holder in others] == [os.getpid()]
    with open_serial(wire.port):
        assert exclusive()
    assert not exclusive()


def test_a_port_that_somebody_shares_is_refused(
    wire: Wire, sockets: Sockets, monkeypatch: pytest.MonkeyPatch
) -> None:
    sockets.append(pico(wire.port))
    screen = [Holder(os.getpid(), "this notebook"), Holder(12, "screen")]
    monkeypatch.setattr(holders, "holders", lambda port: screen)
    with pytest.raises(PortBusy, match=r"screen \(process 12\)"):
        open_serial(wire.port)
    monkeypatch.undo()
    with open_serial(wire.port) as board:
        assert run(board, "print(1)") == "1\n"


def test_modemmanager_is_explained(
    wire: Wire, sockets: Sockets, monkeypatch: pytest.MonkeyPatch
) -> None:
    sockets.append(pico(wire.port))
    monkeypatch.setattr(holders, "holders", lambda port: [Holder(9, "ModemManager")])
    with pytest.raises(PortBusy, match=r'idVendor\}=="2e8a".*ID_MM_DEVICE_IGNORE'):
        open_serial(wire.port)


def test_another_reader_is_named_when_bytes_are_missing(
    board: Board, wire: Wire, monkeypatch: pytest.MonkeyPatch
) -> None:
    def steal(*args: object) -> bytes:
        raise serial.SerialException("returned no data (... multiple access on port?)")

    monkeypatch.setattr(serial.Serial, "read", steal)
    monkeypatch.setattr(holders, "holders", lambda port: [Holder(12, "minicom")])
    with pytest.raises(BoardLost, match="minicom"):
        board.exec("print(1)")


class TestLines:
    """DTR and RTS, which restart some boards: what is set, in which order."""

    class Fake:
        """A pyserial port that writes down what is done to it."""

        def __init__(self, *args: object, **options: object) -> None:
            self.__dict__["done"] = []

        @property
        def calls(self) -> list[tuple[object, ...]]:
            done: list[tuple[object, ...]] = self.__dict__["done"]
            return done

        def __setattr__(self, name: str, value: object) -> None:
            self.calls.append((name, value))

        def __getattr__(self, name: str) -> object:
            if name == "fileno":
                raise AttributeError(name)
            return lambda *args: self.calls.append((name, *args))

    @pytest.fixture
    def port(self, monkeypatch: pytest.MonkeyPatch) -> Fake:
        fake = self.Fake()
        monkeypatch.setattr(serial, "serial_for_url", lambda *args, **options: fake)
        return fake

    def test_opened_as_it_is(self, port: Fake, sockets: Sockets) -> None:
        sockets.append(cp210x("COM3"))
        stream = SerialStream("COM3")
        assert port.calls == [("open",)]
        stream.close()
        stream.close()
        assert port.calls[-3:] == [("rts", False), ("dtr", False), ("close",)]
        assert port.calls.count(("close",)) == 1

    def test_a_cp210x_on_windows(
        self, port: Fake, sockets: Sockets, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        sockets.append(cp210x("COM3"))
        monkeypatch.setattr(sys, "platform", "win32")
        SerialStream("COM3")
        assert sorted(port.calls[:2]) == [("dtr", False), ("rts", False)]
        assert port.calls[2:] == [("open",), ("dtr", True), ("rts", True)]


class Windows:
    """pyserial's object for a port as on Windows, with a MicroPython behind it.

    error: what reading and writing raise from now on.
    """

    def __init__(self, board: PipeStream) -> None:
        self._board = board
        self._got = b""
        self.timeout = 0.1
        self.error: Exception | None = None

    def open(self) -> None:
        pass

    def fileno(self) -> int:
        raise io.UnsupportedOperation("fileno")

    @property
    def in_waiting(self) -> int:
        if self.error is not None:
            raise self.error
        self._got = self._got or self._board.read(0)
        return len(self._got)

    def read(self, size: int) -> bytes:
        self._got = self._got or self._board.read(self.timeout)
        piece, self._got = self._got[:size], self._got[size:]
        return piece

    def write(self, data: bytes) -> None:
        if self.error is not None:
            raise self.error
        self._board.write(data, None)

    def close(self) -> None:
        self._board.close()


class TestWithoutSelect:
    @pytest.fixture
    def port(self, pipes: PipeStream, monkeypatch: pytest.MonkeyPatch) -> Windows:
        port = Windows(pipes)
        monkeypatch.setattr(serial, "serial_for_url", lambda *args, **options: port)
        return port

    @pytest.fixture
    def board(self, port: Windows) -> Iterator[Board]:
        with open_serial("COM7") as board:
            yield board

    def test_runs_programs(self, board: Board) -> None:
        assert run(board, "for i in range(999): print(i)").endswith("\n998\n")
        board.put("f", bytes(range(256)))
        assert board.get("f") == bytes(range(256))

    def test_interrupt(self, board: Board) -> None:
        out = Output()
        thread, errors = in_thread(lambda: board.exec("print('go')\nwhile True: pass", out))
        out.wait_for("go\n")
        board.interrupt()
        thread.join(30)
        assert [type(error).__name__ for error in errors] == ["RemoteError"]

    @pytest.mark.parametrize(
        "error",
        [
            serial.SerialException("ClearCommError failed (PermissionError(13, 'x', None, 22))"),
            serial.SerialException("WriteFile failed (PermissionError(13, 'x', None, 5))"),
            TypeError("byref() argument must be a ctypes instance, not 'NoneType'"),
        ],
    )
    def test_unplugged(self, board: Board, port: Windows, error: Exception) -> None:
        out = Output()
        thread, errors = in_thread(lambda: board.exec("print('go')\nwhile True: pass", out))
        out.wait_for("go\n")
        port.error = error
        thread.join(30)
        assert [type(error) for error in errors] == [BoardLost]

    def test_a_write_that_takes_too_long_may_be_an_unplugging(
        self, port: Windows, sockets: Sockets, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(sys, "platform", "win32")
        stream = SerialStream("COM7")
        port.error = serial.SerialTimeoutException("Write timeout")
        with pytest.raises(BoardLost):
            stream.write(b"x", 1)
        sockets.append(pico("COM7"))
        with pytest.raises(BoardTimeout, match="takes no data"):
            stream.write(b"x", 1)


def test_no_port_is_opened_at_the_rate_that_means_new_firmware(wire: Wire) -> None:
    with pytest.raises(BoardError, match="firmware"):
        open_serial(wire.port, baud=1200)
