"""Shows a flood of printed text in excerpts, so that the browser stays usable and Stop works.

A notebook draws 20,000 short lines in a moment, but each line after that takes it longer, and a
million freeze its tab for good. So a cell may print 300 kB at once and a little more each second;
of what comes faster only the last lines are shown now and then, with a line that counts the rest.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Literal

from coursekit.session.outputs import Display, Emit, Output, Stream

BURST_CHARS = 300_000
CHARS_PER_S = 10_000.0
TAIL_CHARS = 10_000
"""Of the last lines, when there is room for them again, and at the end."""

_HINT = " (%capture FILE, above the program, keeps all of them in a file)"


class Excerpt:
    """What is shown of one stream of text. For one thread at a time."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._at_s = clock()
        self._left = float(BURST_CHARS)
        self._tail = ""
        self._lines_out = 0  # before the tail
        self._skipping = False
        self._hint = _HINT

    def feed(self, text: str) -> str:
        """What is to be shown now, after `text` was printed."""
        now_s = self._clock()
        self._left = min(BURST_CHARS, self._left + (now_s - self._at_s) * CHARS_PER_S)
        self._at_s = now_s
        if self._skipping:
            self._skip(text)
            return self.finish() if self._left >= 2 * TAIL_CHARS else ""
        if len(text) <= self._left:
            self._left -= len(text)
            return text
        room = int(self._left)
        end = text.rfind("\n", 0, room) + 1 or (room if room > TAIL_CHARS else 0)
        self._left = 0.0
        self._skipping = True
        self._skip(text[end:])
        return text[:end]

    def finish(self) -> str:
        """What is still to be shown of what was printed so far."""
        if not self._skipping:
            return ""
        note = ""
        if self._lines_out:
            note = f"... {self._lines_out:,} lines are left out here{self._hint} ...\n"
            self._hint = ""
        shown, self._tail = note + self._tail, ""
        self._left = max(0.0, self._left - len(shown))
        self._lines_out, self._skipping = 0, False
        return shown

    def _skip(self, text: str) -> None:
        whole = self._tail + text
        start = 0
        if len(whole) > TAIL_CHARS:
            start = whole.find("\n", len(whole) - TAIL_CHARS) + 1 or len(whole) - TAIL_CHARS
        self._lines_out += whole.count("\n", 0, start) or (1 if start else 0)
        self._tail = whole[start:]


class Excerpts:
    """Passes a cell's outputs to `send`, its text in excerpts; `finish` when the cell has ended."""

    def __init__(self, send: Emit) -> None:
        self._send = send
        self._streams: dict[Literal["stdout", "stderr"], Excerpt] = {}

    def emit(self, output: Output) -> None:
        """Take an output."""
        if isinstance(output, Stream):
            excerpt = self._streams.get(output.name)
            if excerpt is None:
                excerpt = self._streams[output.name] = Excerpt()
            self._show(output.name, excerpt.feed(output.text))
            return
        if not isinstance(output, Display):  # a display may be one of many
            self.finish()
        self._send(output)

    def finish(self) -> None:
        """Show the last lines."""
        for name, excerpt in self._streams.items():
            self._show(name, excerpt.finish())

    def _show(self, name: Literal["stdout", "stderr"], text: str) -> None:
        if text:
            self._send(Stream(name, text))
