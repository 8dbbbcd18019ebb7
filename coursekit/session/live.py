"""Something to look at that changes while a cell runs: a picture, or the bar of a long task.

A front end takes about as long for a picture as for a page of text, so only a few are sent.
"""

from __future__ import annotations

import html
import os
import threading
import time
from collections.abc import Callable, Mapping
from types import TracebackType
from typing import Any, Protocol

from coursekit.interruption import uninterrupted
from coursekit.session.outputs import Display, Output
from coursekit.session.words import amount

INTERVAL_S = 0.1
_BAR_CHARS = 24
_TOLERANCE_S = 0.005  # clocks are coarse

Clock = Callable[[], float]


class Emits(Protocol):
    """What takes outputs, as `CellRun` does."""

    def emit(self, output: Output) -> None:
        """Show something."""
        ...


class LiveDisplay:
    """One display whose content changes. `show` may be called from any thread, as often as wished.

    The first content is sent at once, later ones at most every `interval_s` seconds. The last one
    is always sent, at the latest by `close`; there is no timer, so one that came too early waits
    for the next `show` or for `close`.
    """

    def __init__(
        self, run: Emits, *, interval_s: float = INTERVAL_S, clock: Clock = time.monotonic
    ) -> None:
        self._run = run
        self._interval_s = interval_s
        self._clock = clock
        self._lock = threading.RLock()
        self._id = os.urandom(8).hex()
        self._sent_s: float | None = None
        self._waits: tuple[Mapping[str, Any], Mapping[str, Any]] | None = None

    def due(self) -> bool:
        """Whether `show` would send now. Whatever is dear to make is made only then."""
        return (
            self._sent_s is None or self._clock() - self._sent_s >= self._interval_s - _TOLERANCE_S
        )

    @uninterrupted
    def show(self, data: Mapping[str, Any], metadata: Mapping[str, Any] | None = None) -> None:
        """Show `data`, by MIME type, in place of what was there."""
        with self._lock:
            self._waits = (data, metadata or {})
            if self.due():
                self._send()

    @uninterrupted
    def close(self) -> None:
        """Send the last content, if it has not been sent. Idempotent."""
        with self._lock:
            self._send()

    def _send(self) -> None:
        if self._waits is None:
            return
        (data, metadata), self._waits = self._waits, None
        update = self._sent_s is not None
        self._run.emit(Display(data, metadata, display_id=self._id, update=update))
        self._sent_s = self._clock()


class Progress:
    """A bar that fills while something is carried, with how much, how fast and how long yet.

    total: how much there is in all, in `unit`; 0 where that is not known. As a context manager it
    is closed at the end, and says so when an exception ended it.
    """

    def __init__(
        self, run: Emits, title: str, total: int, unit: str = "B", *, clock: Clock = time.monotonic
    ) -> None:
        self.done = 0
        self._title = title
        self._total = total
        self._unit = unit
        self._clock = clock
        self._live = LiveDisplay(run, clock=clock)
        self._start_s = clock()
        self._closed = False
        self._show("")

    def advance(self, n: int) -> None:
        """`n` more of the total is done."""
        self.done += n
        if not self._closed and self._live.due():
            self._show("")

    def close(self, note: str = "") -> None:
        """Leave the bar as it is, with `note` behind it. Idempotent."""
        if not self._closed:
            self._closed = True
            self._show(note)
            self._live.close()

    def __enter__(self) -> Progress:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close("" if kind is None else "not finished")

    def _show(self, note: str) -> None:
        share = min(1.0, self.done / self._total) if self._total > 0 else None
        if share is None and self._closed and not note:
            share = 1.0
        words = self._words(note)
        self._live.show(
            {
                "text/plain": f"{self._title} {_plain_bar(share)} {words}",
                "text/html": _html_bar(self._title, share, words),
            }
        )

    def _words(self, note: str) -> str:
        spent_s = self._clock() - self._start_s
        complete = self.done >= self._total
        known = self._total > 0 and not complete
        done = amount(self.done, self._unit)
        parts = [f"{done} of {amount(self._total, self._unit)}" if known else done]
        if spent_s >= 0.2 and self.done:
            rate = self.done / spent_s
            parts.append(f"{amount(rate, self._unit)}/s")
            if self._closed:
                parts.append(f"{spent_s:.1f} s")
            elif known and spent_s >= 1:
                parts.append(f"{(self._total - self.done) / rate:.0f} s left")
        return ", ".join([*parts, *([note] if note else [])])


def _plain_bar(share: float | None) -> str:
    if share is None:
        return "[" + "." * _BAR_CHARS + "]"
    full = int(share * _BAR_CHARS)
    return f"[{'#' * full}{'.' * (_BAR_CHARS - full)}] {int(100 * share)} %"


def _html_bar(title: str, share: float | None, words: str) -> str:
    """The bar in the text's own colour, so that it suits a light and a dark page."""
    percent = None if share is None else int(100 * share)
    now = "" if percent is None else f' aria-valuenow="{percent}"'
    shown = html.escape(words if percent is None else f"{percent} %, {words}")
    width = 0 if share is None else 100 * share
    name = html.escape(title)
    return (
        '<div style="display:flex;flex-wrap:wrap;align-items:center;gap:0.75em;'
        'font-variant-numeric:tabular-nums">'
        f"<span>{name}</span>"
        f'<div role="progressbar" aria-label="{name}" aria-valuemin="0" aria-valuemax="100"{now} '
        f'aria-valuetext="{shown}" style="flex:0 1 16em;height:0.7em;border:1px solid currentColor;'
        'border-radius:0.35em;overflow:hidden">'
        f'<div style="width:{width:.1f}%;height:100%;background:currentColor;opacity:0.65"></div>'
        f"</div><span>{shown}</span></div>"
    )
