"""Puts a virtual board on a pseudo-terminal, for tools that want a serial port.

mpremote, Thonny and pyserial programs then work with it as with a plugged-in board: a symbolic
link, at a path of the user's choice, leads to the port.
"""

from __future__ import annotations

import contextlib
import os
import re
import select
import signal
import sys
import termios
import threading
import tty
from pathlib import Path
from types import FrameType

from coursekit.bench import Bench, Diagram
from coursekit.boards.errors import BoardError, BoardLost, BoardReset
from coursekit.boards.virtual.port import VirtualPort
from coursekit.boards.virtual.runtime import find_runtime

_CHUNK = 4096
_LONE_LINE_FEED = re.compile(rb"(?<!\r)\n")
_MOUNT_BEGIN = 0x18
_MOUNT_CLOSE = 5
_CLOSE_BYTES = 3
_POLL_S = 0.2


class LineEnds:
    """Turns the Unix port's line ends into a board's, `\\r\\n`, and leaves binary data alone.

    On a board `print` writes `\\r\\n` and `sys.stdout.buffer` writes bytes as they are; the Unix
    port writes both alike. The one common tool that sends binary data through the REPL is
    `mpremote mount`: each of its requests begins with 0x18 and a command byte, waits for a 0x18 in
    return, sends its fields, and ends with the host's reply. Only CLOSE has no reply: its one field
    is a byte.
    """

    def __init__(self) -> None:
        self._last = 0
        self._binary = False
        self._request = bytearray()  # what there is of its first bytes
        self._answered = 0

    def from_host(self, data: bytes) -> None:
        """To be told of every byte that goes to the board."""
        if self._binary:
            self._answered += len(data)

    def to_host(self, data: bytes) -> bytes:
        """What the host gets for `data` of the board."""
        if self._binary and self._answered > 1:
            self._binary = False
        if not self._binary and _MOUNT_BEGIN not in data:
            return self._text(data)
        out = bytearray()
        for byte in data:
            if self._binary:
                self._in_request(byte)
            elif byte == _MOUNT_BEGIN:
                self._binary, self._answered = True, 0
                self._request = bytearray([byte])
            elif byte == 0x0A and self._last != 0x0D:
                out.append(0x0D)
            out.append(byte)
            self._last = byte
        return bytes(out)

    def _text(self, data: bytes) -> bytes:
        begins_within = data[:1] == b"\n" and self._last == 0x0D
        self._last = data[-1] if data else self._last
        ended = _LONE_LINE_FEED.sub(b"\r\n", data)
        return ended[1:] if begins_within else ended

    def _in_request(self, byte: int) -> None:
        if len(self._request) < _CLOSE_BYTES:
            self._request.append(byte)
            if len(self._request) == _CLOSE_BYTES and self._request[1] == _MOUNT_CLOSE:
                self._binary = False


class PtyServer:
    """A virtual board at the end of a symbolic link.

    link: where the link is made; a link left behind by a server that is gone is replaced, anything
    else is a BoardError. Use `run` in its own thread or process, `stop` from anywhere.
    """

    _master = _slave = _stop_read = _stop_write = -1

    def __init__(
        self, link: Path, diagram: Diagram | None = None, runtime: str | None = None
    ) -> None:
        if link.is_symlink() and os.readlink(link).startswith("/dev/"):
            if link.exists():
                raise BoardError(
                    f"{link} leads to a port that is in use, perhaps of another `coursekit serve`. "
                    "Choose another path, or remove the link."
                )
            link.unlink()
        elif link.is_symlink() or link.exists():
            raise BoardError(f"{link} exists and is not a link of `coursekit serve`: move it away.")
        self._link = link
        self.bench = Bench(diagram)
        self._port = VirtualPort(self.bench, find_runtime(runtime), fast_forward=False)
        try:
            self._stop_read, self._stop_write = os.pipe()
            self._master, self._slave = os.openpty()
        except OSError:
            self.close()
            raise
        # Raw, so that every byte passes unchanged; kept open, so that users may come and go.
        tty.setraw(self._slave)
        settings = termios.tcgetattr(self._slave)
        settings[2] &= ~termios.HUPCL
        termios.tcsetattr(self._slave, termios.TCSANOW, settings)
        try:
            link.symlink_to(os.ttyname(self._slave))
        except OSError as error:
            self.close()
            raise BoardError(f"The link {link} cannot be made: {error.strerror}.") from error
        self._line_ends = LineEnds()

    @property
    def pid(self) -> int:
        """The process that is the board just now."""
        return self._port.pid

    def run(self) -> None:
        """Carry bytes both ways until `stop` is called. Raises BoardLost if the board is lost."""
        reader = threading.Thread(target=self._from_host, name="pty", daemon=True)
        reader.start()
        try:
            while reader.is_alive():
                try:
                    data = self._port.read(_POLL_S)
                except BoardReset as reset:
                    data = f"\r\n{reset}\r\n".encode()
                if data:
                    self._to_host(self._line_ends.to_host(data))
        finally:
            self.stop()
            reader.join()
            self.close()

    def stop(self) -> None:
        """End `run`. Idempotent, from any thread."""
        with contextlib.suppress(OSError):
            os.write(self._stop_write, b"x")

    def close(self) -> None:
        """End the board and take the link away."""
        self._port.close()
        with contextlib.suppress(OSError):
            # Another server may have put its own link there.
            if os.readlink(self._link) == os.ttyname(self._slave):
                self._link.unlink()
        for name in ("_master", "_slave", "_stop_read", "_stop_write"):
            fd = getattr(self, name, -1)
            if fd >= 0:
                setattr(self, name, -1)
                os.close(fd)

    def _from_host(self) -> None:
        while True:
            ready, _, _ = select.select([self._master, self._stop_read], [], [])
            if self._stop_read in ready:
                return
            try:
                data = os.read(self._master, _CHUNK)
            except OSError:
                return
            self._line_ends.from_host(data)
            try:
                self._port.write(data, 10.0)
            except BoardLost:
                return
            except BoardError:
                continue  # the program does not read: as on a board, its input is lost

    def _to_host(self, data: bytes) -> None:
        """Give the host the board's output; what nobody reads is dropped, as a board does."""
        view = memoryview(data)
        while view:
            _, ready, _ = select.select([], [self._master], [], _POLL_S)
            if not ready:
                return
            view = view[os.write(self._master, view[:_CHUNK]) :]


def serve(link: Path, diagram: Diagram | None = None, runtime: str | None = None) -> None:
    """Serve a virtual board at `link` until Ctrl-C or SIGTERM."""
    server = PtyServer(link, diagram, runtime)

    def stop(_number: int, _frame: FrameType | None) -> None:
        server.stop()

    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, stop)
    print(f"A virtual board is at {link}. Try: mpremote connect {link} repl", flush=True)
    print("Ctrl-C here switches it off.", file=sys.stderr, flush=True)
    server.run()
