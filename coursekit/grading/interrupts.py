"""Tells a person's Ctrl-C from a program's own KeyboardInterrupt.

A session turns both into a cell's output; but when the instructor stops a command, nothing of the
notebook that was running may be scored.
"""

from __future__ import annotations

import signal
import threading
from types import FrameType


class Interrupts:
    """Notes each Ctrl-C until `close`, and lets it have its usual effect. Main thread only."""

    def __init__(self) -> None:
        self._seen = False
        self._before = signal.getsignal(signal.SIGINT)
        self._active = callable(self._before) and (
            threading.current_thread() is threading.main_thread()
        )
        if self._active:
            signal.signal(signal.SIGINT, self._note)

    def stop_if_any(self) -> None:
        """Raise KeyboardInterrupt if there was a Ctrl-C."""
        if self._seen:
            raise KeyboardInterrupt

    def close(self) -> None:
        """Take the old handler back."""
        if self._active:
            signal.signal(signal.SIGINT, self._before)

    def _note(self, number: int, frame: FrameType | None) -> None:
        self._seen = True
        if callable(self._before):
            self._before(number, frame)
