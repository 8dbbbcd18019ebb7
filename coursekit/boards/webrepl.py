"""Boards over Wi-Fi: the WebREPL, a REPL in a WebSocket, with a password and one client at a time.

What the board does (MicroPython 1.29, extmod/modwebsocket.c and modos.c, webrepl.py): its text
frames hold bytes, not UTF-8; it never answers a ping; input beyond its buffer, 255 bytes on the
smallest chip, is dropped without a word; a soft reset cuts the connection.
"""

from __future__ import annotations

import contextlib
import functools
import os
import re
import select
import socket
import threading
import time
from collections.abc import Iterator
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

import websocket
from websocket import ABNF

from coursekit.boards.board import Ask, Board
from coursekit.boards.errors import (
    BoardError,
    BoardLost,
    BoardNotFound,
    BoardTimeout,
    PortBusy,
    PortPermission,
    RemoteError,
)

VARIABLE = "COURSEKIT_WEBREPL_PASSWORD"
_PORT = 8266
_CONNECT_S = 5.0
_LOG_IN_S = 10.0
_FRAME_S = 5.0  # for the rest of a frame, and for the network to take one
_ENTER_S = 5.0
_LOOK_S = 0.5
_BACK_S = 15.0  # for a board to restart and join the Wi-Fi again
_CLOSE_S = 1.0
_UNREAD = 200  # bytes; a question whether a program has ended must fit beside them
_PIECE = _UNREAD + 1  # and the one that starts a program
_PAUSE_S = 0.1  # for the board to read what it has
_READ_MAX = 1 << 16
_PASSWORD_PROMPT = b"Password: "
_WELCOME = b"WebREPL connected\r\n>>> "
_DENIED = b"Access denied"
_TRIES = 3
_STARTS_WEBREPL = re.compile(r"^[^#\n]*\bwebrepl\b", re.MULTILINE)
# Pings are not answered, so TCP has to find out that a board is gone.
_SOCKET = [
    (socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1),
    (socket.IPPROTO_TCP, socket.TCP_NODELAY, 1),
    *(
        (socket.IPPROTO_TCP, getattr(socket, name), value)
        for name, value in (("TCP_KEEPIDLE", 5), ("TCP_KEEPINTVL", 3), ("TCP_KEEPCNT", 3))
        if hasattr(socket, name)
    ),
]


class Address(NamedTuple):
    """Where a WebREPL is; password: empty when it has to be asked for."""

    host: str
    port: int = _PORT
    password: str = ""

    @property
    def url(self) -> str:
        """Without the password."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"ws://{host}:{self.port}"


def parse(url: str) -> Address:
    """Take `ws://host`, `ws://host:8266` or `ws://:password@host` apart; raises `BoardError`."""
    try:
        parts = urlsplit(url.strip())
        host, port = parts.hostname, parts.port or _PORT
    except ValueError:
        host, port = None, 0
    if host is None or parts.scheme not in ("ws", "wss"):
        raise BoardError("The address of a WebREPL is meant as ws://HOST or ws://HOST:8266.")
    if parts.scheme == "wss":
        raise BoardError(f"A board's WebREPL is not encrypted. Use ws://{host}")
    return Address(host, port, unquote(parts.password or ""))


def open_webrepl(url: str, ask: Ask | None = None) -> Board:
    """The board whose WebREPL is at `url`; see `parse`.

    The password is the one in `url`, else that of the environment variable
    COURSEKIT_WEBREPL_PASSWORD, else `ask` is called for it, up to three times. Raises
    `BoardNotFound`, `PortBusy` (another client is connected), `PortPermission` (wrong password),
    `BoardTimeout`, and `BoardError` when nobody knows the password.
    """
    address = parse(url)
    known = address.password or os.environ.get(VARIABLE, "")
    if known:
        return _open(address, known)
    if ask is None:
        with_password = address.url.replace("ws://", "ws://:PASSWORD@")
        raise BoardError(
            f"{address.url} wants a password. Give it as %connect {with_password} or in the "
            f"environment variable {VARIABLE}."
        )
    for left in reversed(range(_TRIES)):
        password = ask(f"Password of the WebREPL at {address.host}: ", True)
        try:
            return _open(address, password)
        except PortPermission:
            if not left:
                raise
    raise AssertionError


def _open(address: Address, password: str, enter_s: float = _ENTER_S) -> Board:
    stream = WebReplStream(address, password)
    try:
        board = WebReplBoard(stream, address, password)
        board.repl.enter(enter_s)
    except BaseException:
        stream.close()
        raise
    return board


def _open_again(address: Address, password: str, patience_s: float) -> Board:
    """See `Board.reopen`."""
    deadline = time.monotonic() + patience_s
    while True:
        try:
            return _open(address, password)
        except PortPermission:
            raise
        except BoardError:
            left = deadline - time.monotonic()
            if left <= 0:
                raise
            time.sleep(min(left, _LOOK_S))


class WebReplBoard(Board):
    """A board over Wi-Fi; a soft reset is followed by a new connection."""

    def __init__(self, stream: WebReplStream, address: Address, password: str) -> None:
        again = functools.partial(_open_again, address, password)
        super().__init__(stream, kind="webrepl", port=address.url, reopen=again)
        self._address = address

    def soft_reset(self) -> None:
        """Restart MicroPython and connect again.

        Raises `BoardError`, and does nothing, when boot.py does not start the WebREPL: the board
        would be out of reach.
        """
        if not self._comes_back():
            raise BoardError(
                "After a restart this board would be out of reach, as its boot.py does not start "
                "the WebREPL. Let boot.py join the Wi-Fi, then `import webrepl` and "
                "`webrepl.start()`; or press the board's reset and connect by USB."
            )
        with contextlib.suppress(BoardLost, BoardTimeout):
            self.repl.soft_reset()
            return
        self.repl.close()
        # This board stays the same object for whoever holds it.
        self.repl = self.reopen(_BACK_S).repl

    def _comes_back(self) -> bool:
        try:
            boot = self.get("boot.py")
        except RemoteError as error:
            return error.name != "OSError"  # a heap that is full is a reason for a restart
        return bool(_STARTS_WEBREPL.search(boot.decode("utf-8", "replace")))


class WebReplStream:
    """A WebREPL as a `ByteStream`, after its password was given.

    Raises `BoardNotFound`, `PortBusy` and `PortPermission` when it does not let us in.
    """

    paced = True
    max_unread = _UNREAD

    def __init__(self, address: Address, password: str) -> None:
        self._name = address.url
        self._closed = False
        self._reading = threading.Lock()
        self._pending = b""
        self._awake, self._wake = socket.socketpair()
        self._link = _connected(address)
        self._link.settimeout(_FRAME_S)
        try:
            self._log_in(address, password)
        except BaseException:
            self.close()
            raise

    def read(self, timeout_s: float | None) -> bytes:
        """As `ByteStream.read`; notices `close` from another thread."""
        deadline = None if timeout_s is None else time.monotonic() + timeout_s
        with self._reading:
            got, self._pending = self._pending, b""
            while len(got) < _READ_MAX:
                left = None if deadline is None else max(0.0, deadline - time.monotonic())
                if not self._ready(0.0 if got else left):
                    break
                try:
                    got += self._frame()
                except BoardLost:
                    if got:
                        break  # the next read finds out once more
                    raise
            return got

    def write(self, data: bytes, timeout_s: float | None) -> None:
        """As `ByteStream.write`; long data is sent with pauses."""
        if self._closed:
            raise self._lost()
        sent = 0
        try:
            for piece in _frames(data):
                if sent and sent + len(piece) > _PIECE:
                    time.sleep(_PAUSE_S)
                    sent = 0
                self._link.send(piece)
                sent += len(piece)
        except websocket.WebSocketTimeoutException as error:
            raise BoardTimeout(f"{self._name} takes no data. Press the board's reset.") from error
        except (OSError, websocket.WebSocketException) as error:
            raise self._lost() from error

    def close(self) -> None:
        """Say goodbye, so that the board lets the next one in. Idempotent."""
        if self._closed:
            return
        self._closed = True
        with contextlib.suppress(OSError):
            self._wake.send(b"x")
        waited = self._reading.acquire(timeout=_CLOSE_S)
        try:
            self._link.close(timeout=_CLOSE_S)
            self._awake.close()
            self._wake.close()
        finally:
            if waited:
                self._reading.release()

    def _ready(self, timeout_s: float | None) -> bool:
        if self._closed or self._link.sock is None:
            raise self._lost()
        ready, _, _ = select.select(
            [self._link.sock.fileno(), self._awake.fileno()], [], [], timeout_s
        )
        if self._closed:
            raise self._lost()
        return bool(ready)

    def _frame(self) -> bytes:
        """What the next frame holds."""
        try:
            opcode, data = self._link.recv_data()
        except websocket.WebSocketTimeoutException:
            return b""  # half of it is there and is kept
        except (OSError, websocket.WebSocketException) as error:
            raise self._lost() from error
        if opcode == ABNF.OPCODE_CLOSE:
            raise self._lost()
        return bytes(data)

    def _log_in(self, address: Address, password: str) -> None:
        try:
            self._wait_for(_PASSWORD_PROMPT)
        except BoardLost as error:
            raise PortBusy(
                f"The WebREPL at {self._name} has another client. Close that one: another "
                "notebook, Thonny, a browser. If it is gone without a word, press the board's "
                "reset, or run webrepl.stop() and webrepl.start() by USB."
            ) from error
        except BoardTimeout as error:
            raise BoardNotFound(
                f"{self._name} is no WebREPL: it does not ask for a password. Is the address right?"
            ) from error
        self.write(password.encode() + b"\r", _FRAME_S)
        try:
            self._wait_for(_WELCOME)
        except BoardLost as error:
            raise PortPermission(
                f"{self._name} does not accept this password. It is what webrepl_setup asked for: "
                "PASS in the board's webrepl_cfg.py."
            ) from error

    def _wait_for(self, wanted: bytes) -> None:
        """Read up to `wanted`; keep what comes after it."""
        deadline = time.monotonic() + _LOG_IN_S
        got = b""
        while wanted not in got:
            left = deadline - time.monotonic()
            if _DENIED in got:
                raise self._lost()
            if left <= 0:
                raise BoardTimeout(f"{self._name} sent {got[-80:]!r}. Connect once more.")
            if self._ready(left):
                got += self._frame()
        self._pending = got.partition(wanted)[2]

    def _lost(self) -> BoardLost:
        return BoardLost(
            f"The connection to {self._name} is gone: the board restarted, or is out of the "
            "Wi-Fi's reach. Run the cell once more when it is back."
        )


def _frames(data: bytes) -> Iterator[bytes]:
    """`data` in pieces. After Ctrl-C the board puts the rest of a frame off, so that ends one."""
    for part in re.findall(rb"[^\x03]*\x03|[^\x03]+", data):
        for i in range(0, len(part), _PIECE):
            yield part[i : i + _PIECE]


def _connected(address: Address) -> websocket.WebSocket:
    """A WebSocket to the board; the first attempt may fail while the board joins its network."""
    for last in (False, True):
        link = websocket.WebSocket(skip_utf8_validation=True)
        wire = _reached(address)
        try:
            # With a socket of our own, as a proxy does not lead to a board.
            link.connect(address.url, socket=wire)  # type: ignore[no-untyped-call]
            return link
        except (OSError, ValueError, websocket.WebSocketException) as error:
            wire.close()
            if last or isinstance(error, websocket.WebSocketBadStatusException):
                text = str(error)[:200] or "it hangs up"
                raise BoardNotFound(
                    f"{address.url} is no WebREPL: {text}. Is the address right?"
                ) from error
    raise AssertionError


def _reached(address: Address) -> socket.socket:
    try:
        wire = socket.create_connection((address.host, address.port), _CONNECT_S)
    except (socket.gaierror, UnicodeError) as error:
        raise BoardNotFound(
            f"Nothing in this network is called {address.host}. Give the board's address, as "
            "network.WLAN().ifconfig() shows it on the board."
        ) from error
    except ConnectionRefusedError as error:
        raise BoardNotFound(
            f"{address.host} is there and has no WebREPL at port {address.port}. On the board, by "
            "USB: import webrepl; webrepl.start()"
        ) from error
    except OSError as error:
        raise BoardNotFound(
            f"{address.url} does not answer. Is the board in this Wi-Fi, and is the address "
            f"right? ({error})"
        ) from error
    for level, name, value in _SOCKET:
        with contextlib.suppress(OSError):
            wire.setsockopt(level, name, value)
    return wire
