"""Draws what a program prints while it runs.

It is drawn in a thread of its own, so that the program's output does not wait for a picture.
"""

from __future__ import annotations

import contextlib
import threading
import time
from typing import TYPE_CHECKING

from coursekit.interruption import uninterrupted
from coursekit.session.live import Emits, LiveDisplay
from coursekit.session.pictures import png_bundle
from coursekit.session.plotting.lines import Row
from coursekit.session.plotting.look import Look
from coursekit.session.plotting.samples import Samples
from coursekit.session.plotting.words import summary

if TYPE_CHECKING:
    from coursekit.session.plotting.chart import Chart

INTERVAL_S = 0.125
_REST = 3
"""After a picture that took 0.1 s there is none for 0.3 s: the computer has other things to do."""
WAITING = "Plot: no numbers so far."
EMPTY = (
    "Plot: there were no numbers to draw. Lines like these are drawn: 1.5 or 1 2 3 or temp:23.5 "
    "hum:40"
)


class LivePlot:
    """A picture of `samples`: `begin` takes its place, `end` completes it.

    To be used from one thread, `begin` before all else.
    """

    def __init__(self, run: Emits, samples: Samples, look: Look) -> None:
        self._samples = samples
        self._look = look
        self._live = LiveDisplay(run, interval_s=0.0)
        self._chart: Chart | None = None
        self._thread = threading.Thread(target=self._follow, name="plot", daemon=True)
        self._news = threading.Event()
        self._ended = threading.Event()

    def begin(self) -> None:
        """Take the place where the picture will be."""
        self._live.show({"text/plain": WAITING, "text/html": f"<p>{WAITING}</p>"})
        self._thread.start()

    @uninterrupted
    def take(self, row: Row) -> None:
        """Draw one line more."""
        self._samples.add(row)
        if not self._news.is_set():
            self._news.set()

    @uninterrupted
    def end(self) -> None:
        """Draw all of it. Idempotent."""
        if self._ended.is_set():
            return
        self._ended.set()
        self._news.set()
        if self._samples.rows:
            self._thread.join()
            self._draw(last=True)
        else:
            self._live.show({"text/plain": EMPTY, "text/html": f"<p>{EMPTY}</p>"})
        self._live.close()

    def _follow(self) -> None:
        # A picture that cannot be drawn is an error of the last one, which somebody waits for.
        with contextlib.suppress(Exception):
            import coursekit.session.plotting.chart  # noqa: F401 - takes half a second or more

            while True:
                self._news.wait()
                if self._ended.is_set():
                    return
                self._news.clear()
                start_s = time.monotonic()
                self._draw(last=False)
                spent_s = time.monotonic() - start_s
                self._ended.wait(max(INTERVAL_S, _REST * spent_s) - spent_s)

    def _draw(self, last: bool) -> None:
        if self._chart is None:
            from coursekit.session.plotting.chart import Chart

            self._chart = Chart(self._look)
        samples = self._samples
        curves = samples.curves()
        words = summary(curves, samples.rows, self._look, len(samples.dropped))
        data, metadata = png_bundle(self._chart.png(curves), words.replace("\n", " "), words)
        if not last:  # the picture once, not twice
            data, metadata = {k: v for k, v in data.items() if k != "image/png"}, {}
        self._live.show(data, metadata)
