"""Puts a virtual or emulated board on a pseudo-terminal, for tools that want a serial port.

mpremote, Thonny and pyserial programs then work with it as with a plugged-in board: a symbolic
link, at a path of the user's choice, leads to the port.
"""

from __future__ import annotations

import contextlib
import os
import select
import signal
import sys
import termios
import threading
import tty
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING

from coursekit.bench import Bench, Diagram
from coursekit.boards.connect import EMULATED, VIRTUAL
from coursekit.boards.errors import BoardError, BoardLost, BoardReset
from coursekit.boards.virtual.line_ends import LineEnds
from coursekit.boards.virtual.port import VirtualPort
from coursekit.boards.virtual.runtime import find_runtime

if TYPE_CHECKING:
    from coursekit.boards.emulated.port import EmulatedPort

_CHUNK = 4096
_POLL_S = 0.2


class PtyServer:
    """A board without hardware at the end of a symbolic link.

    link: where the link is made; a link left behind by a server that is gone is replaced, anything
    else is a BoardError. kind: "virtual" or "emulated"; diagram, runtime: as in `connect`. Use
    `run` in its own thread or process, `stop` from anywhere.
    """

    _master = _slave = _stop_read = _stop_write = -1

    def __init__(
        self,
        link: Path,
        diagram: Diagram | None = None,
        runtime: str | None = None,
        kind: str = VIRTUAL,
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
        self._port = _open(kind, self.bench, runtime)
        self._line_ends = LineEnds() if isinstance(self._port, VirtualPort) else None
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
                if data and self._line_ends is not None:
                    data = self._line_ends.to_host(data)
                if data:
                    self._to_host(data)
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
            if self._line_ends is not None:
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


def _open(kind: str, bench: Bench, runtime: str | None) -> VirtualPort | EmulatedPort:
    if kind == VIRTUAL:
        return VirtualPort(bench, find_runtime(runtime), fast_forward=False)
    if kind != EMULATED:
        raise BoardError(f"There is no {kind} board to serve: choose {VIRTUAL} or {EMULATED}.")
    from coursekit.boards.emulated.firmware import find_firmware
    from coursekit.boards.emulated.port import EmulatedPort

    return EmulatedPort(bench, find_firmware(runtime, download=True), fast_forward=False)


def serve(
    link: Path, diagram: Diagram | None = None, runtime: str | None = None, kind: str = VIRTUAL
) -> None:
    """Serve a board of this kind at `link` until Ctrl-C or SIGTERM."""
    server = PtyServer(link, diagram, runtime, kind)

    def stop(_number: int, _frame: FrameType | None) -> None:
        server.stop()

    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, stop)
    article = "An" if kind == EMULATED else "A"
    print(f"{article} {kind} board is at {link}. Try: mpremote connect {link} repl", flush=True)
    print("Ctrl-C here switches it off.", file=sys.stderr, flush=True)
    server.run()
