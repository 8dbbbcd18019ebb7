"""Boards on a serial port: finding them, opening them, and saying why that failed."""

from __future__ import annotations

import errno
import time
from pathlib import Path
from typing import NamedTuple

import serial
from serial.tools import list_ports

from coursekit.boards.board import Board
from coursekit.boards.errors import (
    BoardLost,
    BoardNotFound,
    BoardTimeout,
    PortBusy,
    PortPermission,
)

_BAUD = 115200
_SLICE_S = 0.1  # how long one read may block: `close` takes effect after it

# USB vendor and product ids; a product of None
# stands for all of the vendor's.
_BOARDS: dict[tuple[int, int | None], str] = {
    (0x2E8A, None): "Raspberry Pi RP2040 or RP2350 board",
    (0x2E8A, 0x0005): "Raspberry Pi Pico",
    (0x303A, None): "ESP32 with native USB",
    (0xF055, None): "pyboard",
    (0x0D28, 0x0204): "BBC micro:bit",
    (0x239A, None): "Adafruit board",
    (0x2341, None): "Arduino board",
}
_BRIDGES: dict[tuple[int, int | None], str] = {
    (0x10C4, 0xEA60): "CP210x USB bridge",
    (0x1A86, 0x7523): "CH340 USB bridge",
    (0x1A86, 0x55D4): "CH9102 USB bridge",
    (0x0403, 0x6001): "FTDI USB bridge",
}
_NOT_BOARDS = frozenset({(0x2E8A, 0x000C), (0x2E8A, 0x0004)})  # debug probe, an older debug probe


class FoundPort(NamedTuple):
    """A serial port with a board on it; `certain` is false for a chip that anything may use."""

    port: str
    name: str
    certain: bool


def find_boards() -> list[FoundPort]:
    """The serial ports whose USB ids are those of boards, certain ones first."""
    found = []
    for info in list_ports.comports():
        ids = (info.vid, info.pid)
        if info.vid is None or ids in _NOT_BOARDS:
            continue
        for table, certain in ((_BOARDS, True), (_BRIDGES, False)):
            name = table.get(ids) or table.get((info.vid, None))
            if name:
                found.append(FoundPort(info.device, name, certain))
                break
    return sorted(found, key=lambda port: (not port.certain, port.port))


def open_serial(port: str, baud: int = _BAUD) -> Board:
    """The board on `port`, e.g. `/dev/ttyACM0` or `COM3`.

    Raises `BoardNotFound`, `PortBusy`, `PortPermission`, or `BoardTimeout` when nothing on the
    port speaks MicroPython.
    """
    board = Board(SerialStream(port, baud), kind="serial", port=port)
    try:
        board.repl.enter()
    except BaseException:
        board.close()
        raise
    return board


class SerialStream:
    """A serial port as a `ByteStream`. No other program can open it meanwhile."""

    paced = True  # ports behind a bridge chip have no flow control

    def __init__(self, port: str, baud: int = _BAUD) -> None:
        self._port = port
        try:
            self._serial = serial.Serial(
                port, baud, timeout=_SLICE_S, write_timeout=10.0, exclusive=True
            )
        except (OSError, ValueError) as error:
            raise _why_not(port, error) from error

    def read(self, timeout_s: float | None) -> bytes:
        """As `ByteStream.read`; notices `close` from another thread."""
        deadline = None if timeout_s is None else time.monotonic() + timeout_s
        try:
            while True:
                waiting = self._serial.in_waiting
                if waiting:
                    return self._serial.read(waiting)
                if deadline is not None:
                    left = deadline - time.monotonic()
                    if left <= 0:
                        return b""
                    self._set_slice(min(left, _SLICE_S))
                else:
                    self._set_slice(_SLICE_S)
                first = self._serial.read(1)
                if first:
                    return first + self._serial.read(self._serial.in_waiting)
        except (OSError, TypeError) as error:  # TypeError: closed while it read
            raise self._lost() from error

    def write(self, data: bytes, timeout_s: float | None) -> None:
        """As `ByteStream.write`; a port takes at most ten seconds."""
        try:
            self._serial.write(data)
        except serial.SerialTimeoutException as error:
            raise BoardTimeout(
                f"{self._port} takes no data. Unplug the board and plug it in again."
            ) from error
        except (OSError, TypeError) as error:
            raise self._lost() from error

    def close(self) -> None:
        """Release the port."""
        self._serial.close()

    def _set_slice(self, seconds: float) -> None:
        if self._serial.timeout != seconds:
            self._serial.timeout = seconds

    def _lost(self) -> BoardLost:
        return BoardLost(
            f"The board on {self._port} is gone. Plug it in again, then connect once more."
        )


def _why_not(port: str, error: Exception) -> BoardNotFound | PortBusy | PortPermission:
    code = getattr(error, "errno", None)
    text = str(error)
    if code in (errno.EBUSY, errno.EAGAIN, errno.EWOULDBLOCK) or "exclusively lock" in text:
        return PortBusy(f"{port} is in use{_holder(port)}. Close that program, then try again.")
    if code in (errno.EACCES, errno.EPERM) or "PermissionError" in text:
        if port.upper().startswith("COM"):  # Windows gives one answer for both
            return PortBusy(f"{port} is in use. Close the program that holds it, then try again.")
        return PortPermission(
            f"You may not open {port}. On Linux: sudo usermod -aG dialout $USER, "
            "then log out and in again."
        )
    if code in (errno.ENOENT, errno.ENODEV, errno.ENXIO) or "FileNotFoundError" in text:
        others = ", ".join(info.device for info in list_ports.comports()) or "none"
        return BoardNotFound(f"There is no port {port}. Ports there are: {others}.")
    return BoardNotFound(f"{port} does not open as a serial port: {text}. Choose another port.")


def _holder(port: str) -> str:
    """` by process 4242 (name)`, where the system tells."""
    wanted = Path(port).resolve()
    for link in Path("/proc").glob("[0-9]*/fd/*"):
        try:
            if link.resolve() == wanted:
                process = link.parent.parent
                return f" by process {process.name} ({(process / 'comm').read_text().strip()})"
        except OSError:
            continue
    return ""
