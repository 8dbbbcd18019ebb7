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
        shown = _around_buses(trace, names, start_us, end_us)
        if shown is None:
            margin = max(1, (end_us - start_us) // 40)
            shown = (max(0, start_us - margin), end_us + (margin if end_us == window[1] else 1))
        cut = trace.window(shown[0], min(end_us, shown[1]))

    def draw() -> Picture:
        from coursekit.bench.timing import alt_text, timing_figure

        figure = timing_figure(cut, names, *shown, title=title, zero_us=start_us)
        words = alt_text(cut, names, start_us, max(end_us, start_us + 1), zero_us=start_us)
        return figure, f"Timing diagram of {title}. {words}"

    return draw


def _around_buses(
    trace: Trace, names: tuple[str, ...], start_us: int, end_us: int
) -> tuple[int, int] | None:
    """Where buses alone are drawn: the time in which something went over them, else None."""
    buses = [trace[name] for name in names]
    spans = [span for bus in buses for span in bus.segments(start_us, end_us)]
    if not spans or any(bus.kind != "bus" for bus in buses):
        return None
    first, last = min(span[0] for span in spans), max(span[1] for span in spans)
    margin = max(1, (last - first) // 40)
    return max(0, first - margin), last + margin


def _edges(trace: Trace, names: tuple[str, ...], start_us: int, end_us: int) -> int:
    return sum(trace[name].edge_count(start_us, end_us) for name in names)
