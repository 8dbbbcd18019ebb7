"""Gets a program into the board: plainly, or by raw paste, which lets the board set the pace.

Raw paste (MicroPython 1.14) compiles while it reads; the board tells how much it can take.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator

from coursekit.boards.errors import BoardTimeout
from coursekit.boards.questions import FRIENDLY_END
from coursekit.boards.stream import ByteStream, clock_of

DISTURBED = (
    "The connection was disturbed while the program was sent, and it was not run. Run it again."
)
_CONTROL = frozenset("\x00\x01\x02\x03\x04\x05")
_PIECE = 256  # bytes; what a serial port without flow control takes at once
_PAUSE_S = 0.01
_WINDOW_MAX = 2048  # bytes; boards take 128 or a little more, noise may claim anything
_KEPT = 65536

Write = Callable[[bytes], None]
Background = Callable[[bytes], None]


def wrap(code: str) -> str:
    """`code` itself, or the same in a string when it holds bytes that the raw REPL acts on."""
    if not code:
        return "\n"  # nothing at all would be a soft reset
    return code if _CONTROL.isdisjoint(code) else f"exec({code!r})"


def send_raw(write: Write, source: bytes, paced: bool) -> None:
    """Write `source` and the byte that starts it."""
    if not paced or len(source) < _PIECE:
        write(source + b"\x04")
        return
    for piece in pieces(source):
        write(piece)
    write(b"\x04")


def pieces(data: bytes) -> Iterator[bytes]:
    """`data` in pieces with pauses, for a far end with a small buffer and no flow control."""
    for i in range(0, len(data), _PIECE):
        yield data[i : i + _PIECE]
        time.sleep(_PAUSE_S)


def wait_for(stream: ByteStream, wanted: bytes, background: Background, deadline: float) -> bytes:
    """Read up to `wanted`; what came before it goes to `background`, the rest is returned.

    Raises BoardTimeout, also as soon as the board shows the prompt that it has after a restart.
    """
    got = b""
    while (at := got.find(wanted)) < 0:
        left = deadline - clock_of(stream)()
        data = b"" if FRIENDLY_END in got or left <= 0 else stream.read(left)
        if not data:
            raise BoardTimeout(
                f"The board did not take the program; it answered {got[-80:]!r}. Run it again."
            )
        got = _keep_short(got, background)
        got += data
    if at:
        background(got[:at])
    return got[at + len(wanted) :]


def send_raw_paste(
    stream: ByteStream, write: Write, source: bytes, background: Background, deadline: float
) -> tuple[bytes, bool] | None:
    """Send `source` by raw paste; returns the first bytes after it, None when it is not offered.

    Also returns whether the board took all of it: not when there is an error in it. `deadline` is
    for the board's next sign of life, and moves on with each.
    """
    clock = clock_of(stream)
    allowed_s = deadline - clock()
    write(b"\x05A\x01")
    got = b""
    while True:
        at = got.find(b"R\x01")
        if at >= 0 and len(got) >= at + 4:
            break
        if (refused := got.find(b"R\x00")) >= 0:
            wait_for(_Prepend(stream, got[refused:]), b">", lambda data: None, deadline)
            return None
        if (refused := got.find(b"raw REPL; CTRL-B")) >= 0:
            wait_for(_Prepend(stream, got[refused:]), b"\r\n>", lambda data: None, deadline)
            return None
        got = _keep_short(got, background) + _more(stream, deadline)
    if at:
        background(got[:at])
    window = min(got[at + 2] + 256 * got[at + 3], _WINDOW_MAX)
    credit = window
    if most := getattr(stream, "max_unread", 0):  # two windows are under way, and the last byte
        credit -= min(window, max(2 * window - most, 2))
    got = got[at + 4 :]
    sent = 0
    while True:
        ended = got.find(4)
        signs = got if ended < 0 else got[:ended]
        if others := signs.replace(b"\x01", b""):
            background(others)
        if ended >= 0:
            break
        if len(others) < len(signs):
            credit += window * (len(signs) - len(others))
            deadline = clock() + allowed_s
        if credit and sent < len(source):
            write(source[sent : sent + credit])
            sent += credit
            credit = 0
            if sent >= len(source):
                write(b"\x04")
        got = _more(stream, deadline)
    if sent >= len(source):
        return got[ended + 1 :], True
    # The board has seen enough: there is an error in the source. Or this byte is noise, and it
    # waits for the rest. Ctrl-C is right for both: half a program must not be run. Where the far
    # end can be seen, there is no noise, and a Ctrl-C would leave its traces in the heap.
    sees = getattr(stream, "is_idle", None) is not None
    write(b"\x04" if sees else b"\x03")
    return got[ended + 1 :], False


def _keep_short(got: bytes, background: Background) -> bytes:
    """The end of `got`; the rest goes to `background` when that is a lot."""
    if len(got) > _KEPT:
        background(got[:-_PIECE])
        got = got[-_PIECE:]
    return got


def _more(stream: ByteStream, deadline: float) -> bytes:
    left = deadline - clock_of(stream)()
    data = stream.read(left) if left > 0 else b""
    if not data:
        raise BoardTimeout("The board stopped taking the program. Restart it and try again.")
    return data


class _Prepend:
    """A stream that gives `first` before anything else."""

    def __init__(self, stream: ByteStream, first: bytes) -> None:
        self._stream = stream
        self._first = first
        self.monotonic = clock_of(stream)

    def read(self, timeout_s: float | None) -> bytes:
        first, self._first = self._first, b""
        return first or self._stream.read(timeout_s)

    def write(self, data: bytes, timeout_s: float | None) -> None:
        self._stream.write(data, timeout_s)

    def close(self) -> None:
        self._stream.close()
