"""Boards on a serial port: opening one, saying why that failed, and opening it again.

A port is opened and closed so that no board is reset by it, and nobody else can open it meanwhile.
"""

from __future__ import annotations

import contextlib
import errno
import functools
import os
import select
import socket
import sys
import threading
import time
from typing import Any

import serial

from coursekit.boards import advice, holders, ports
from coursekit.boards.board import Board
from coursekit.boards.errors import (
    BoardError,
    BoardLost,
    BoardNotFound,
    BoardTimeout,
    PortBusy,
    PortPermission,
)
from coursekit.boards.ports import FoundPort, Identity

try:
    import fcntl
    import termios

    # pyserial lets termios.error through, which is no OSError.
    _ERRORS: tuple[type[Exception], ...] = (OSError, ValueError, TypeError, termios.error)
except ImportError:  # Windows
    _ERRORS = (OSError, ValueError, TypeError)

_BAUD = 115200
_FIRMWARE_BAUDS = (1200,)  # opening a port so is the wish to load new firmware
_SLICE_S = 0.1  # how long one read may block where it cannot be woken
_POLL_S = 0.005
_WRITE_S = 10.0
_READ_MAX = 1 << 16
_ENTER_S = 5.0
_SETTLING_S = 2.0  # in which a new port gets its owner
_NEW_S = 10.0  # how long a port is new
_LOOK_S = 0.2  # between two looks for a board that is away
_CLOSE_S = 1.0
_SILICON_LABS = 0x10C4


def open_serial(port: str, baud: int = _BAUD, enter_s: float | None = _ENTER_S) -> Board:
    """The board on `port`, e.g. `/dev/ttyACM0`, `COM3` or `socket://host:port`.

    What runs on it is interrupted, for which it has `enter_s` seconds; None sends nothing to it.
    Raises `BoardNotFound`, `PortBusy`, `PortPermission`, or `BoardTimeout` when nothing there
    speaks MicroPython, or a program does not let itself be stopped.
    """
    who = ports.identity(port)
    stream = SerialStream(port, baud)
    again = functools.partial(_reopen, who, baud)
    board = Board(stream, kind="serial", port=port, reopen=again)
    if enter_s is None:
        return board
    try:
        board.repl.enter(enter_s)
    except BoardTimeout as error:
        stream.close()
        raise BoardTimeout(
            f"Nothing on {port} answers as MicroPython does. If its program (main.py) catches "
            "KeyboardInterrupt, press the board's reset and connect at once, before it does; as "
            "the last resort erase the flash. If there is another firmware on the board, or none, "
            f"put MicroPython on it. ({error})"
        ) from error
    except BaseException:
        stream.close()
        raise
    return board


def _reopen(who: Identity, baud: int, patience_s: float) -> Board:
    """The same device once more, maybe at another port; see `Board.reopen`."""
    deadline = time.monotonic() + patience_s
    while True:
        trouble: BoardError | None = None
        port = ports.find_again(who)
        left = deadline - time.monotonic()
        if port is not None:
            try:
                return open_serial(port, baud, enter_s=max(_SETTLING_S, min(left, _ENTER_S)))
            except BoardError as error:
                trouble = error
        left = deadline - time.monotonic()
        if left <= 0:
            break
        time.sleep(min(left, _LOOK_S))
    if trouble is not None and not isinstance(trouble, BoardNotFound):
        raise trouble
    number = f" ({who.serial_number})" if who.by_number else ""
    raise BoardNotFound(
        f"The {who.name}{number} that was on {who.port} is not back. Plug it in, then run the cell "
        "again."
    )


class SerialStream:
    """A serial port as a `ByteStream`. No other program can open it meanwhile.

    It is paced unless USB or the pseudo terminal of a virtual board ends in the board itself: a
    UART, behind a bridge chip say, has no flow control.
    """

    def __init__(self, port: str, baud: int = _BAUD) -> None:
        if baud in _FIRMWARE_BAUDS:
            raise BoardError(
                f"At {baud} baud many boards stop and wait for new firmware. Leave the baud rate "
                f"out: it is {_BAUD}."
            )
        self._port = port
        self._closed = False
        self._reading = threading.Lock()
        usb = None if "://" in port else ports.usb_of(port)
        self._serial = _open(port, baud, usb)
        self.paced = not (usb.is_native if usb else _is_pseudo(port))
        self._fd = _descriptor(self._serial)
        self._awake, self._wake = socket.socketpair()
        if self._fd >= 0:
            self._serial.timeout = 0
        if usb is not None:
            try:
                self._keep_others_out()
            except BaseException:
                self.close()
                raise

    def read(self, timeout_s: float | None) -> bytes:
        """As `ByteStream.read`; notices `close` from another thread."""
        with self._reading:
            if self._closed:
                raise self._lost()
            try:
                if self._fd >= 0:
                    return self._read_ready(timeout_s)
                return self._read_sliced(timeout_s)
            except _ERRORS as error:
                raise self._lost(error) from error

    def write(self, data: bytes, timeout_s: float | None) -> None:
        """As `ByteStream.write`; a port takes at most ten seconds."""
        if self._closed:
            raise self._lost()
        try:
            self._serial.write(data)
        except serial.SerialTimeoutException as error:
            if sys.platform == "win32" and self._port not in ports.port_names():
                raise self._lost() from error  # what Windows says when the cable is out
            raise BoardTimeout(
                f"{self._port} takes no data. Unplug the board and plug it in again."
            ) from error
        except _ERRORS as error:
            raise self._lost(error) from error

    def close(self) -> None:
        """Release the port; wakes a `read` in another thread. Idempotent."""
        if self._closed:
            return
        self._closed = True
        with contextlib.suppress(OSError):
            self._wake.send(b"x")
        with contextlib.suppress(*_ERRORS, AttributeError):
            self._serial.cancel_write()
        waited = self._reading.acquire(timeout=_CLOSE_S)
        try:
            # In this order: the other way round is how an ESP32 is reset.
            for line in ("rts", "dtr"):
                with contextlib.suppress(*_ERRORS):
                    setattr(self._serial, line, False)
            if sys.platform != "win32" and self._fd >= 0:
                with contextlib.suppress(*_ERRORS):
                    fcntl.ioctl(self._fd, termios.TIOCNXCL)
            with contextlib.suppress(*_ERRORS):
                self._serial.close()
            self._awake.close()
            self._wake.close()
        finally:
            if waited:
                self._reading.release()

    def _read_ready(self, timeout_s: float | None) -> bytes:
        ready, _, _ = select.select([self._fd, self._awake.fileno()], [], [], timeout_s)
        if self._closed:
            raise self._lost()
        return bytes(self._serial.read(_READ_MAX)) if ready else b""

    def _read_sliced(self, timeout_s: float | None) -> bytes:
        """Where `select` does not work: Windows, rfc2217."""
        deadline = None if timeout_s is None else time.monotonic() + timeout_s
        while not self._closed:
            waiting = self._serial.in_waiting
            if waiting:
                return bytes(self._serial.read(waiting))
            left = _SLICE_S if deadline is None else deadline - time.monotonic()
            if left <= 0:
                return b""
            if left < _SLICE_S:  # to change pyserial's timeout takes long, rfc2217 asks its server
                time.sleep(min(left, _POLL_S))
                continue
            first = self._serial.read(1)
            if first:
                return bytes(first + self._serial.read(self._serial.in_waiting))
        raise self._lost()

    def _keep_others_out(self) -> None:
        """Refuse a port that is shared; let nobody in from now on."""
        if sys.platform == "win32":
            return  # a port is never shared there
        with contextlib.suppress(*_ERRORS):
            fcntl.ioctl(self._fd, termios.TIOCEXCL)
        if sys.platform == "linux":
            others = holders.others(self._port)
            if others:
                raise PortBusy(_in_use(self._port, others))

    def _lost(self, error: Exception | None = None) -> BoardLost:
        if "multiple access" in str(error) and os.path.exists(self._port):
            others = holders.others(self._port)
            if others:
                return BoardLost(_in_use(self._port, others))
        if "://" in self._port:
            return BoardLost(f"The connection to {self._port} is gone. Connect once more.")
        return BoardLost(
            f"The board on {self._port} is gone: unplugged, or reset. Plug it in again, then run "
            "the cell once more."
        )


def _open(port: str, baud: int, usb: FoundPort | None) -> Any:
    """pyserial's object for an open port; tries again what may pass."""
    begin = time.monotonic()
    while True:
        try:
            return _open_once(port, baud, usb)
        except _ERRORS as error:
            if time.monotonic() - begin >= _may_pass_s(port, error):
                raise _why_not(port, error) from error
        time.sleep(0.1)


def _open_once(port: str, baud: int, usb: FoundPort | None) -> Any:
    wait = None if port.casefold().startswith("rfc2217:") else _WRITE_S  # which knows no deadline
    link = serial.serial_for_url(
        port, baud, timeout=_SLICE_S, write_timeout=wait, exclusive=True, do_not_open=True
    )
    if sys.platform == "win32" and usb is not None and usb.vid == _SILICON_LABS:
        # This driver sets the two lines one after the other at first, which resets an ESP32.
        link.dtr = link.rts = False
        link.open()
        link.dtr = True
        link.rts = True
    else:
        link.open()
    return link


def _descriptor(link: Any) -> int:
    """What `select` can wait for, -1 when there is nothing."""
    try:
        return int(link.fileno())
    except _ERRORS:
        return -1
    except AttributeError:
        return -1


def _is_pseudo(port: str) -> bool:
    return os.path.realpath(port).startswith(("/dev/pts/", "/dev/ttys"))  # Linux, macOS


def _may_pass_s(port: str, error: Exception) -> float:
    """How long to try again, in seconds."""
    if sys.platform == "win32":
        # Somebody who lists the ports holds each for a moment.
        return 0.5 if "PermissionError" in str(error) else 0.0
    if getattr(error, "errno", None) in (errno.EACCES, errno.EPERM):
        with contextlib.suppress(OSError):
            if abs(time.time() - os.stat(port).st_ctime) < _NEW_S:
                return _SETTLING_S
    return 0.0


def _in_use(port: str, others: list[holders.Holder]) -> str:
    if [who.pid for who in others] == [os.getpid()]:
        return f"{port} is in use by this notebook already, as another board: %disconnect that one."
    names = " and ".join(map(str, others))
    if any(who.name == "ModemManager" for who in others):
        return (
            f"{port} is in use by {names}, which tries every new port for some seconds. Wait, then "
            f"try again; to keep it away for good:\n{advice.rule(port)}"
        )
    return f"{port} is in use by {names}. Close that program, then try again."


def _why_not(port: str, error: Exception) -> BoardNotFound | PortBusy | PortPermission:
    code = getattr(error, "errno", None)
    text = str(error)
    if code in (errno.EBUSY, errno.EAGAIN, errno.EWOULDBLOCK) or "exclusively lock" in text:
        others = holders.holders(port)
        if others:
            return PortBusy(_in_use(port, others))
        return PortBusy(f"{port} is in use. Close the program that holds it, then try again.")
    if code in (errno.EACCES, errno.EPERM) or "PermissionError" in text:
        if port.upper().startswith("COM"):  # Windows gives one answer for both
            return PortBusy(
                f"{port} is in use. Close the program that holds it, then try again: Thonny, the "
                "serial monitor of an IDE, PuTTY, another notebook."
            )
        return PortPermission(f"You may not open {port}. {advice.forbidden(port)}")
    if code in (errno.ENOENT, errno.ENODEV, errno.ENXIO) or "FileNotFoundError" in text:
        return BoardNotFound(advice.there_is_no(port))
    if "://" in port:
        return BoardNotFound(f"{port} cannot be reached: {text}. Is it right, and is it running?")
    return BoardNotFound(f"{port} does not open as a serial port: {text}. Choose another port.")
