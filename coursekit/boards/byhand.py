"""Raw bytes to and from a board between its runs, for people who work its REPL themselves.

Whatever they do to the board, the next run gets it to listen again by itself.
"""

from __future__ import annotations

from coursekit.boards.stream import ByteStream
from coursekit.interruption import uninterrupted

_TURN_S = 10.0


class ByHand:
    """What `RawRepl` has for that."""

    _stream: ByteStream
    _early: bytes
    _ready: bool
    _used: bool

    @property
    def listening(self) -> bool:
        """Whether the board waits for a program, as far as is known; False in somebody's hands."""
        return self._ready

    @uninterrupted
    def read_now(self, wait_s: float = 0.0) -> bytes:
        """What the board has sent since its last run; waits `wait_s` seconds for the first of it.

        Raises `BoardLost`, `BoardReset`, and `BoardTimeout` while a program runs.
        """
        self._begin(_TURN_S)
        try:
            early, self._early = self._early, b""
            return early or self._stream.read(wait_s)
        finally:
            self._finish()

    @uninterrupted
    def write_now(self, data: bytes) -> None:
        """Send `data` as it is. Raises as `read_now` does."""
        self._begin(_TURN_S)
        try:
            # From here on its prompt is no sign of a restart.
            self._ready = self._used = False
            self.type(data)
        finally:
            self._finish()

    def type(self, data: bytes) -> None:
        """Write to the board, with pauses where it needs them."""
        raise NotImplementedError

    def _begin(self, timeout_s: float | None) -> None:
        raise NotImplementedError

    def _finish(self) -> None:
        raise NotImplementedError
