"""A real MicroPython behind a pseudo terminal that can be unplugged, and behind a TCP port."""

from __future__ import annotations

import contextlib
import os
import socket
import threading
import tty
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from serial.rfc2217 import PortManager

from tests.boards.streams import PipeStream


class Wire:
    """A pseudo terminal whose far end is the unix MicroPython; `cut` unplugs it."""

    def __init__(self, folder: Path) -> None:
        self._board = PipeStream(folder)
        self._host, self._device = os.openpty()
        tty.setraw(self._device)
        self.fd = self._device
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
                thread.join(30)
            os.close(self._device)
            os.close(self._host)
            self._board.close()


class TcpServer:
    """A MicroPython behind a TCP port, for one client."""

    def __init__(self, folder: Path) -> None:
        self._board = PipeStream(folder)
        self._server = socket.create_server(("127.0.0.1", 0))
        self._over = threading.Event()
        self._threads: list[threading.Thread] = []

    def __enter__(self) -> int:
        self._start(self._serve)
        return int(self._server.getsockname()[1])

    def __exit__(self, *exc: object) -> None:
        self._over.set()
        for thread in self._threads:
            thread.join(30)
        self._server.close()
        self._board.close()

    def _start(self, target: Callable[[], None]) -> None:
        self._threads.append(threading.Thread(target=target, daemon=True))
        self._threads[-1].start()

    def _serve(self) -> None:
        client, _ = self._server.accept()
        sending = threading.Lock()

        def send(data: bytes) -> None:
            with sending, contextlib.suppress(OSError):  # the client may just leave
                client.sendall(data)

        self._begin(send)

        def answers() -> None:
            while not self._over.is_set():
                if data := self._board.read(0.02):
                    send(self._to_client(data))

        self._start(answers)
        with client, contextlib.suppress(ConnectionError):
            while data := client.recv(4096):
                if data := self._to_board(data):
                    self._board.write(data, None)
        self._over.set()

    def _begin(self, send: Callable[[bytes], None]) -> None:
        """There is a client."""

    def _to_board(self, data: bytes) -> bytes:
        return data

    def _to_client(self, data: bytes) -> bytes:
        return data


class TelnetServer(TcpServer):
    """The same with the serial port's settings, by RFC 2217."""

    def _begin(self, send: Callable[[bytes], None]) -> None:
        settings: Any = SimpleNamespace(
            baudrate=115200,
            bytesize=8,
            parity="N",
            stopbits=1,
            **dict.fromkeys(("cts", "dsr", "ri", "cd"), False),
            reset_input_buffer=lambda: None,
            reset_output_buffer=lambda: None,
        )
        link: Any = SimpleNamespace(write=send)
        self._manager = PortManager(settings, link)

    def _to_board(self, data: bytes) -> bytes:
        return b"".join(self._manager.filter(data))

    def _to_client(self, data: bytes) -> bytes:
        return b"".join(self._manager.escape(data))
