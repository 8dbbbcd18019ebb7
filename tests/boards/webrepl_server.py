"""A WebREPL with a virtual board behind it, as awkward as the one in MicroPython's network ports.

The handshake compares header names letter by letter. One client; the next one is hung up on. Text
frames hold bytes, cut anywhere. Pings are not answered. What comes in while the board has more than
a few bytes to read is dropped. A soft reset cuts the connection, and the server only comes back if
boot.py starts it.
"""

from __future__ import annotations

import array
import base64
import contextlib
import fcntl
import hashlib
import random
import socket
import struct
import termios
import threading
from types import TracebackType

from coursekit.bench import Bench
from coursekit.boards.virtual.line_ends import LineEnds
from coursekit.boards.virtual.port import VirtualPort
from coursekit.boards.virtual.runtime import find_runtime

_MAGIC = b"258EAFA5-E914-47DA-95CA-C5AB0DC85B11"
_TEXT, _BINARY, _CLOSE, _PING = 1, 2, 8, 9
ROOM = 255  # bytes, as on an ESP8266


class WebReplServer:
    """Serves at `port` of this computer until the end of the `with` block.

    in_boot: whether boot.py starts it, so that it is there again after a soft reset. dropped: how
    many bytes the board has lost. pings: how many were not answered. url: where it is.
    """

    def __init__(self, password: str = "secret", in_boot: bool = True) -> None:
        self._password = password
        self._in_boot = in_boot
        self._board = VirtualPort(Bench(), find_runtime(), fast_forward=False)
        self._random = random.Random(1)
        self._over = False
        self._client: socket.socket | None = None
        self._shown: socket.socket | None = None  # the client, once it knew the password
        self._sending = threading.Lock()
        self._threads: list[threading.Thread] = []
        self._server: socket.socket | None = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._server.getsockname()[1]
        self.url = f"ws://127.0.0.1:{self.port}"
        self.dropped = self.pings = 0

    def __enter__(self) -> WebReplServer:
        self._start(self._accept)
        self._start(self._answers)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._over = True
        self._stop_listening()
        self.hang_up()
        for thread in self._threads:
            thread.join(30)
        self._board.close()

    def set_password(self, password: str) -> None:
        """Another one from now on."""
        self._password = password

    def hang_up(self) -> None:
        """Cut the connection as the network would: without a close frame."""
        client = self._client
        if client is not None:
            with contextlib.suppress(OSError):
                client.shutdown(socket.SHUT_RDWR)

    def _start(self, target: object, *args: object) -> None:
        thread = threading.Thread(target=target, args=args, daemon=True)  # type: ignore[arg-type]
        self._threads.append(thread)
        thread.start()

    def _stop_listening(self) -> None:
        server, self._server = self._server, None
        if server is not None:
            with contextlib.suppress(OSError):
                server.shutdown(socket.SHUT_RDWR)
            server.close()

    def _accept(self) -> None:
        while (server := self._server) is not None:
            try:
                client, _ = server.accept()
            except OSError:
                return
            self._start(self._serve, client)

    def _serve(self, client: socket.socket) -> None:
        with client, contextlib.suppress(OSError, EOFError):
            client.settimeout(10)
            client.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)  # else small frames wait
            if not _shake_hands(client):
                return
            if self._client is not None:
                return  # one at a time: no word, just the end
            self._client = client
            try:
                self._talk(client)
            finally:
                self._client = self._shown = None

    def _talk(self, client: socket.socket) -> None:
        _send(client, b"Password: ")
        typed = b""
        while not typed.endswith((b"\r", b"\n")):
            typed += _receive(client)[1]
        if typed[:-1].decode() != self._password:
            _send(client, b"\r\nAccess denied\r\n")
            return
        with self._sending:
            _send(client, b"\r\nWebREPL connected\r\n>>> ")
            self._shown = client
        client.settimeout(None)
        while True:
            opcode, data = _receive(client)
            if opcode == _CLOSE:
                client.sendall(b"\x88\x00")
                return
            if opcode == _PING:
                self.pings += 1
            elif opcode == _TEXT:
                self._type(data)
            else:
                raise AssertionError(f"opcode {opcode} is the file protocol")

    def _type(self, data: bytes) -> None:
        """All at once into a buffer of which the board has read what it has read."""
        process = self._board._process
        waiting = array.array("i", [0])
        with contextlib.suppress(OSError):
            fcntl.ioctl(process.stdin if process else -1, termios.FIONREAD, waiting)
        room = ROOM - waiting[0]
        self.dropped += max(0, len(data) - room)
        self._board.write(data[:room], 10)

    def _answers(self) -> None:
        ends, pid = LineEnds(), self._board.pid
        while not self._over:
            data = self._board.read(0.05)
            if self._board.pid != pid:  # a soft reset; it closes the sockets before it prints
                pid = self._board.pid
                if not self._in_boot:
                    self._stop_listening()
                self.hang_up()
                continue
            out = ends.to_host(data)
            while out:
                size = self._random.choice((1, 7, 100, 4096, 60_000))
                piece, out = out[:size], out[size:]
                client = self._shown
                if client is not None:
                    with self._sending, contextlib.suppress(OSError):
                        _send(client, piece)


def _shake_hands(client: socket.socket) -> bool:
    head = b""
    while not head.endswith(b"\r\n\r\n"):
        piece = client.recv(1)
        if not piece:
            return False
        head += piece
    lines = dict(line.split(b": ", 1) for line in head.split(b"\r\n")[1:] if b": " in line)
    key = lines.get(b"Sec-WebSocket-Key")
    if key is None or b"Upgrade" not in lines.get(b"Connection", b""):
        client.sendall(b"HTTP/1.0 200 OK\r\n\r\n<html></html>")
        return False
    accept = base64.b64encode(hashlib.sha1(key + _MAGIC).digest())
    client.sendall(
        b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        b"Sec-WebSocket-Accept: " + accept + b"\r\n\r\n"
    )
    return True


def _send(client: socket.socket, data: bytes) -> None:
    if len(data) < 126:
        head = struct.pack("!BB", 0x80 | _TEXT, len(data))
    else:
        head = struct.pack("!BBH", 0x80 | _TEXT, 126, len(data))
    client.sendall(head + data)


def _receive(client: socket.socket) -> tuple[int, bytes]:
    first, size = _exactly(client, 2)
    assert first & 0x80
    masked, size = size & 0x80, size & 0x7F
    if size == 126:
        (size,) = struct.unpack("!H", _exactly(client, 2))
    elif size == 127:
        raise EOFError  # the board hangs up at once
    mask = _exactly(client, 4) if masked else bytes(4)
    data = _exactly(client, size)
    return first & 0x0F, bytes(byte ^ mask[i % 4] for i, byte in enumerate(data))


def _exactly(client: socket.socket, size: int) -> bytes:
    data = b""
    while len(data) < size:
        piece = client.recv(size - len(data))
        if not piece:
            raise EOFError
        data += piece
    return data
