"""Carries the bytes of one file to or from a board: one program for the whole file.

The program on the board reads and writes its console in base64: that passes every link, and Ctrl-C
stays what it is. It keeps the file open meanwhile, which spares the flash.
"""

from __future__ import annotations

import binascii
import contextlib
import hashlib
import threading
from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar
from weakref import WeakSet

from coursekit.boards.errors import BoardError, RemoteError
from coursekit.boards.programs import GET, MESSAGE, PUT, call

if TYPE_CHECKING:
    from coursekit.boards.board import Board

T = TypeVar("T")
Progress = Callable[[int], None]

_QUIET_S = 10.0  # a board may say nothing for so long: erasing flash can take a while
_SLOWEST_BYTES_PER_S = 1000
_LARGEST_BYTES = 16 << 20  # a board's flash; how large a file is shows only when it has come
_TRIES = 3
_SMALL_PIECE, _SMALL_WINDOW = 72, 2  # in base64, both together are 192 bytes
_PIECE, _WINDOW = 3072, 4
_DAMAGED = ("ValueError", "UnicodeError")
PART = ".part"

_drop_input: WeakSet[Board] = WeakSet()


class TransferError(BoardError):
    """A file does not get through to the board or from it as it is."""


class _DamagedError(Exception):
    """What arrived is not what was sent."""


def send(board: Board, path: str, data: bytes, progress: Progress | None = None) -> None:
    """Write `data` to a file beside `path`, have it checked, then rename it.

    progress: told how many bytes are on the board, from one thread; when it raises, the transfer
    ends. Raises `RemoteError` for what the board refuses, `TransferError` when the link damages
    data.
    """
    wanted = hashlib.sha256(data).hexdigest()

    def once(careful: bool) -> None:
        most, window = (_SMALL_PIECE, _SMALL_WINDOW) if careful else (_PIECE, _WINDOW)
        code = call(PUT, path, path + PART, len(data), most, wanted)
        try:
            _run(board, code, _Sender(board, data, window, progress), len(data))
        except RemoteError as error:
            if error.name in _DAMAGED:
                raise _DamagedError from error
            raise

    _patiently(once, board, path)


def receive(board: Board, path: str, progress: Progress | None = None) -> bytes:
    """The content of the file `path`.

    progress: told how many bytes have come. Raises as `send` does.
    """

    def once(careful: bool) -> bytes:
        receiver = _Receiver(board, progress)
        _run(board, call(GET, path, 384 if careful else _PIECE), receiver, _LARGEST_BYTES)
        return receiver.content()

    return _patiently(once, board, path)


def each_step(progress: Progress) -> Progress:
    """What to have told of one file out of several, so that `progress` gets what has been added."""
    done = 0

    def so_far(count: int) -> None:
        nonlocal done
        progress(count - done)
        done = count

    return so_far


class _Talk:
    """Takes the output of the program on the board and finds its messages in it.

    What timers of other programs print between them is left out. An error in here stops the
    program, and is raised when that has ended.
    """

    def __init__(self, board: Board, progress: Progress | None) -> None:
        self.board = board
        self.heard_s = board.repl.clock()
        self.error: BaseException | None = None
        self._progress = progress
        self._text = ""

    def __call__(self, text: str) -> None:
        self._text += text
        if "\n" not in text:
            return
        over = 0
        for found in MESSAGE.finditer(self._text):
            over = found.end()
            self.heard_s = self.board.repl.clock()
            try:
                self.take(found[1])
            except BaseException as error:
                self._fail(error)
        begun = self._text.rfind("\x06", over)
        self._text = self._text[begun:] if begun >= 0 else ""

    def take(self, message: str) -> None:
        """One message of the program."""
        raise NotImplementedError

    def _tell(self, count: int) -> None:
        """Tell of progress, unless that has ended the transfer: what is left goes on to its end."""
        try:
            if self._progress is not None and self.error is None:
                self._progress(count)
        except BaseException as error:
            self._fail(error)

    def _fail(self, error: BaseException) -> None:
        if self.error is None:
            self.error = error
            self.board.interrupt()


class _Sender(_Talk):
    """Gives the board a piece of the file whenever it has written one."""

    def __init__(self, board: Board, data: bytes, window: int, progress: Progress | None) -> None:
        super().__init__(board, progress)
        self._data = data
        self._window = window
        self._piece = 0  # not known yet
        self._base64 = True
        self._sent = self._written = 0

    def take(self, message: str) -> None:
        if message == "!":  # it has failed, and reads up to this before it says why
            self._sent = len(self._data)
            self.board.type(b"!")
        elif message == ".":
            self._written = min(self._written + self._piece, len(self._data))
            self._tell(self._written)
            self._go_on()
        elif not self._piece:
            self._piece, self._base64 = _numbers(message)
            self._go_on()

    def _go_on(self) -> None:
        text = b""
        while self._sent < len(self._data) and (
            self._sent - self._written < self._window * self._piece
        ):
            piece = self._data[self._sent : self._sent + self._piece]
            self._sent += len(piece)
            text += (
                binascii.b2a_base64(piece, newline=False)
                if self._base64
                else binascii.hexlify(piece)
            )
        if text:  # also after an error: a program that waits for input may not see Ctrl-C
            self.board.type(text)


class _Receiver(_Talk):
    """Collects what the board sends of a file."""

    def __init__(self, board: Board, progress: Progress | None) -> None:
        super().__init__(board, progress)
        self._decode: Callable[[str], bytes] = binascii.a2b_base64
        self._pieces: list[bytes] = []
        self._count = 0
        self._end: tuple[str, str] | None = None

    def take(self, message: str) -> None:
        if message[:1] == ":":
            self._decode = binascii.a2b_base64 if message == ":1" else binascii.unhexlify
        elif message[:1] == "=":
            size, _, digest = message[1:].partition(" ")
            self._end = size, digest
        else:
            try:
                piece = self._decode(message)
            except ValueError as error:
                raise _DamagedError from error
            self._pieces.append(piece)
            self._count += len(piece)
            self._tell(self._count)

    def content(self) -> bytes:
        """All of it. Raises `_DamagedError`."""
        data = b"".join(self._pieces)
        if self._end is None or self._end[0] != str(len(data)):
            raise _DamagedError
        if self._end[1] and self._end[1] != hashlib.sha256(data).hexdigest():
            raise _DamagedError
        return data


class _Watch:
    """Stops a transfer in which nothing happens any more: a byte may have been lost."""

    def __init__(self, talk: _Talk) -> None:
        self.fired = False
        self._talk = talk
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._run, name="transfer", daemon=True)

    def __enter__(self) -> _Watch:
        self._thread.start()
        return self

    def __exit__(self, *exc: object) -> None:
        self._over.set()
        self._thread.join()

    def _run(self) -> None:
        clock, since_s = self._talk.board.repl.clock, self._talk.heard_s
        while True:
            since_s = max(since_s, self._talk.heard_s)
            left_s = since_s + _QUIET_S - clock()
            if left_s > 0:
                if self._over.wait(left_s):
                    return
                continue
            # Again if it does not end: it may wait for an answer to what it has never said here.
            self.fired, since_s = True, clock()
            with contextlib.suppress(BoardError):
                self._talk.board.interrupt()


def _run(board: Board, code: str, talk: _Talk, size: int) -> None:
    with _Watch(talk) as watch:
        try:
            board.exec(code, talk, 6 * _QUIET_S + size / _SLOWEST_BYTES_PER_S)
        except RemoteError as error:
            if talk.error is None and watch.fired and error.name == "KeyboardInterrupt":
                raise _DamagedError from error
            if talk.error is None:
                raise
    if talk.error is not None:
        raise talk.error


def _patiently(action: Callable[[bool], T], board: Board, path: str) -> T:
    """Do `action`, and again when data was damaged, then with care for a small input buffer.

    Some firmware drops what comes too fast although its USB could make the computer wait.
    """
    for _ in range(_TRIES):
        try:
            return action(board.repl.paced or board in _drop_input)
        except _DamagedError:
            _drop_input.add(board)
    raise TransferError(
        f"{path} was damaged on its way, {_TRIES} times: the link to the board loses or changes "
        "bytes. Try another cable or USB port."
    )


def _numbers(message: str) -> tuple[int, bool]:
    piece, _, base64 = message.partition(" ")
    if not (piece.isdecimal() and base64 in ("0", "1") and int(piece)):
        raise _DamagedError
    return int(piece), base64 == "1"
