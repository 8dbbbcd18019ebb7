"""The timing diagram of a call, kept small: a flood of edges is shown by its beginning."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from coursekit.checks.verdict import Picture

if TYPE_CHECKING:
    from coursekit.bench.trace import Trace

MAX_DRAWN = 20_000
MAX_ROWS = 6


def snapshot(
    trace: Trace, names: tuple[str, ...], window: tuple[int, int], title: str
) -> Callable[[], Picture]:
    """What draws these channels over the window, as they are now: the figure, and its words.

    Taken at once, because the board goes on, and lets all pins go when it is switched off.
    """
    names = names[:MAX_ROWS]
    start_us, end_us = window
    with trace.lock:
        while end_us - start_us > 1 and _edges(trace, names, start_us, end_us) > MAX_DRAWN:
            end_us = start_us + (end_us - start_us) // 2
        margin = max(1, (end_us - start_us) // 40)
        shown = (max(0, start_us - margin), end_us + (margin if end_us == window[1] else 1))
        cut = trace.window(shown[0], end_us)

    def draw() -> Picture:
        from coursekit.bench.timing import alt_text, timing_figure

        figure = timing_figure(cut, names, *shown, title=title, zero_us=start_us)
        words = alt_text(cut, names, start_us, max(end_us, start_us + 1), zero_us=start_us)
        return figure, f"Timing diagram of {title}. {words}"

    return draw


def _edges(trace: Trace, names: tuple[str, ...], start_us: int, end_us: int) -> int:
    return sum(trace[name].edge_count(start_us, end_us) for name in names)
