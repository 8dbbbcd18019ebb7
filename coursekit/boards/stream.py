"""The one interface between the raw REPL and whatever carries its bytes.

A serial port, the pipes of the virtual board and the fakes of the tests all look like this, so that
the protocol above is written and tested once.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from typing import Protocol


class ByteStream(Protocol):
    """Bytes to and from a board, with deadlines.

    A stream behaves as the USB serial port of a board: Ctrl-C (`\\x03`) stops the running program,
    Ctrl-D (`\\x04`) at an empty prompt is a soft reset. `read` is called from one thread at a time;
    `write` and `close` may be called while another thread reads.

    A stream with a true attribute `paced` has no flow control and a small buffer at the far end:
    long writes to it are cut into pieces with pauses.

    A stream with an attribute `max_unread` loses what is written beyond so many bytes that the
    board has not read yet, without a word.

    A stream with a true attribute `unix_line_ends` carries what programs print as they wrote it; a
    board sends `\\r\\n` for each `\\n`.

    A stream with a method `monotonic() -> float` has a clock of its own, in seconds: what is said
    here in seconds is by that clock. Boards that are slower than the computer thinks have one.

    A stream with a method `draw(size: int) -> bytes` has random bytes of its own, where a board is
    to take the same time for the same programs; nobody is graded on such a one.

    A stream with a method `is_idle() -> bool | None` can see the far end: True means that no
    program runs there and that everything it sent has been read, False that a program runs, None
    that neither is certain. It makes the question at the end of a run unnecessary (see `framing`).
    """

    def read(self, timeout_s: float | None) -> bytes:
        """At least one byte as soon as there is one.

        Returns `b""` when `timeout_s` seconds are over; None waits for ever. Raises `BoardLost`
        when the other end is gone, `BoardReset` when the board restarted by itself.
        """
        ...

    def write(self, data: bytes, timeout_s: float | None) -> None:
        """Write all of `data`, or raise `BoardTimeout` or `BoardLost`."""
        ...

    def close(self) -> None:
        """Let go of the board. May be called more than once."""
        ...


def clock_of(stream: object) -> Callable[[], float]:
    """The clock by which the board behind `stream` is late or in time."""
    found: Callable[[], float] = getattr(stream, "monotonic", time.monotonic)
    return found


def draw_of(stream: object) -> Callable[[int], bytes]:
    """Where the random bytes come from that nobody behind `stream` can know."""
    found: Callable[[int], bytes] = getattr(stream, "draw", os.urandom)
    return found
