"""Joins printed pieces so that a program which prints a million lines sends few messages.

A line that comes after a pause goes out at once; half a line, and what comes in a burst, waits up
to 20 ms for more.
"""

from __future__ import annotations

import threading
import time
from typing import Literal

from coursekit.interruption import uninterrupted
from coursekit.session.outputs import Emit, Output, Stream

INTERVAL_S = 0.02
_MOST_CHARS = 20_000  # what waits here is still shown after an interrupt


class Coalescer:
    """Passes outputs to `emit` in their order, at most one message of text per interval.

    `write` and `emit` may be called from any thread. `close` sends what is left; nothing is lost.
    """

    def __init__(self, emit: Emit, interval_s: float = INTERVAL_S) -> None:
        self._emit = emit
        self._interval_s = interval_s
        self._changed = threading.Condition()
        self._sending = threading.RLock()
        self._name: Literal["stdout", "stderr"] = "stdout"
        self._pieces: list[str] = []
        self._last_s = float("-inf")
        self._due_s = 0.0
        self._chars = 0
        self._flusher: threading.Thread | None = None
        self._closed = False

    @uninterrupted
    def write(self, text: str, name: Literal["stdout", "stderr"] = "stdout") -> None:
        """Add printed text."""
        if not text:
            return
        with self._changed:
            same = name == self._name or not self._pieces
            if same:
                self._name = name
                self._pieces.append(text)
                now_s = time.monotonic()
                if len(self._pieces) == 1:
                    self._due_s = max(now_s, self._last_s) + self._interval_s
                self._chars += len(text)
                due = text[-1] == "\n" and now_s - self._last_s >= self._interval_s
                due = due or self._chars >= _MOST_CHARS  # the reader is slow: let the board wait
                if not due:
                    self._wake()
        if not same:
            self.flush()
            self.write(text, name)
        elif due:
            self.flush()

    @uninterrupted
    def emit(self, output: Output) -> None:
        """Send `output`, after all text that was written before."""
        with self._sending:
            self.flush()
            self._emit(output)

    def flush(self) -> None:
        """Send the text that waits."""
        with self._sending:
            with self._changed:
                name, text = self._name, "".join(self._pieces)
                self._pieces.clear()
                self._chars = 0
                if text:
                    self._last_s = time.monotonic()
            if text:
                self._emit(Stream(name, text))

    @uninterrupted
    def close(self) -> None:
        """Send what is left and end the thread, if there is one."""
        with self._changed:
            self._closed = True
            flusher = self._flusher
            self._changed.notify()
        if flusher is not None:
            flusher.join()
        self.flush()

    def _wake(self) -> None:
        if self._flusher is None and not self._closed:
            self._flusher = threading.Thread(target=self._flush_often, name="output", daemon=True)
            self._flusher.start()
        elif len(self._pieces) == 1:
            self._changed.notify()

    def _flush_often(self) -> None:
        while True:
            with self._changed:
                while not self._closed and not self._pieces:
                    self._changed.wait()
                if self._closed:
                    return
                left_s = self._due_s - time.monotonic()
                if left_s > 0:
                    self._changed.wait(left_s)
                    continue
            self.flush()
