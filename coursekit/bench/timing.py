"""The timing diagram of a trace: one row for each channel, as a logic analyser shows it.

Drawn with matplotlib's figures alone, never pyplot: no global state, no window system.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

from coursekit.bench.buses.channel import BusChannel
from coursekit.bench.buses.told import told_pins
from coursekit.bench.drawing.trace_words import channel_words, event_words, happened
from coursekit.bench.errors import BenchError
from coursekit.bench.pwm import PwmSegment

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from coursekit.bench.drawing.rows import Frame
    from coursekit.bench.trace import Channel, Trace

__all__ = ["alt_text", "timing_figure"]

Marks = Sequence[tuple[float, str]]

_WIDTH_IN = 9.0
_DPI = 100
_TOP_IN, _BOTTOM_IN, _RIGHT_IN, _GAP_IN = 0.12, 0.52, 0.64, 0.05
_TITLE_IN = 0.28
_HEIGHT_IN = {"digital": 0.52, "pwm": 0.58, "analog": 0.85, "event": 0.42}
_MAX_MARK_LINES = 100


def timing_figure(
    trace: Trace,
    channels: Sequence[str] | None = None,
    start_us: float | None = None,
    end_us: float | None = None,
    marks: Marks | None = None,
    title: str | None = None,
    zero_us: float = 0.0,
) -> Figure:
    """Return the timing diagram of a trace, about nine inches wide.

    `channels` are names in the order to be drawn; without it, those that changed, but for pins
    of which a bus's row tells everything. Without
    `start_us` and `end_us` the window holds all changes. `marks` are (time in us, name): each name
    becomes a row of ticks whose lines run through the whole diagram, for example the calls of an
    interrupt handler. The time axis counts from `zero_us`. Raises BenchError for a
    window that is empty, KeyError for an unknown name. The figure's label is its `alt_text`.
    """
    with trace.lock:  # a program that still runs must not add to a channel while it is read
        figure = _figure(trace, channels, start_us, end_us, list(marks or ()), title, zero_us)
        words = alt_text(trace, channels, start_us, end_us, marks, zero_us)
    name = f"Timing diagram: {title}." if title else "Timing diagram."
    figure.set_label(f"{name} {words or 'Nothing changed.'}")
    return figure


def _figure(
    trace: Trace,
    channels: Sequence[str] | None,
    start_us: float | None,
    end_us: float | None,
    marks: Marks,
    title: str | None,
    zero_us: float,
) -> Figure:
    # Here, not above: matplotlib takes a quarter of a second to load, and most cells draw nothing.
    from matplotlib.figure import Figure

    from coursekit.bench.drawing import rows
    from coursekit.bench.drawing.svg import CARD, INK
    from coursekit.bench.drawing.units import time_axis

    shown, start, end = _window(trace, channels, start_us, end_us, marks)
    mark_names = list(dict.fromkeys(name for _, name in marks))
    names = [channel.name for channel in shown] + mark_names
    left_in = 0.3 + 0.085 * max((len(name) for name in names), default=0)
    top_in = _TOP_IN + (_TITLE_IN if title else 0.0)
    width_in = _WIDTH_IN - left_in - _RIGHT_IN
    unit_us, unit = time_axis(end - start)
    frame = rows.Frame(start, end, unit_us, width_in * _DPI, zero_us)
    heights = [_height(channel, frame) for channel in shown]
    heights += [_HEIGHT_IN["event"]] * len(mark_names)
    height_in = top_in + sum(heights) + _GAP_IN * len(heights) + _BOTTOM_IN

    result = Figure(figsize=(_WIDTH_IN, height_in), dpi=_DPI, facecolor=CARD)
    if title:
        result.text(0.02, 1 - 0.09 / height_in, title, va="top", weight="bold", size=10, color=INK)
    axes: list[Axes] = []
    top = height_in - top_in
    for name, row_in in zip(names, heights, strict=True):
        box = (left_in / _WIDTH_IN, (top - row_in) / height_in, width_in / _WIDTH_IN,
               row_in / height_in)  # fmt: skip
        axes.append(_axes(result, box, name, frame))
        top -= row_in + _GAP_IN
    for number, (ax, channel) in enumerate(zip(axes, shown, strict=False)):
        _draw(ax, channel, frame, rows.PALETTE[number % len(rows.PALETTE)])
    for ax, name in zip(axes[len(shown) :], mark_names, strict=True):
        times = [t_us for t_us, mark in marks if mark == name and start <= t_us <= end]
        rows.draw_events(ax, times, [""] * len(times), frame, INK)
        if len(times) <= _MAX_MARK_LINES:
            for other in axes[: len(shown)]:
                for t_us in times:
                    other.axvline(frame.x(t_us), color=INK, lw=0.7, ls=(0, (3, 3)), alpha=0.6)
    if axes:
        axes[-1].tick_params(axis="x", bottom=True, labelbottom=True, labelsize=8, colors=INK)
        axes[-1].set_xlabel(f"time ({unit})", fontsize=8.5, color=INK)
    return result


def alt_text(
    trace: Trace,
    channels: Sequence[str] | None = None,
    start_us: float | None = None,
    end_us: float | None = None,
    marks: Marks | None = None,
    zero_us: float = 0.0,
) -> str:
    """Return what the timing diagram of the same arguments shows, a line for each row.

    "led1: 3 pulses, high 200 ms, low 200 ms, from 400 us." Times count from `zero_us`.
    """
    marks = list(marks or ())
    with trace.lock:
        shown, start, end = _window(trace, channels, start_us, end_us, marks)
        lines = [channel_words(channel, int(start), int(end), zero_us) for channel in shown]
    for name in dict.fromkeys(name for _, name in marks):
        times = [t_us for t_us, mark in marks if mark == name and start <= t_us <= end]
        lines.append(f"{name}: {event_words(times, zero_us=zero_us)}.")
    return "\n".join(lines)


def _window(
    trace: Trace,
    names: Sequence[str] | None,
    start_us: float | None,
    end_us: float | None,
    marks: Marks,
) -> tuple[list[Channel], float, float]:
    """Return the channels to draw and the window, as asked for or else as holds all changes."""
    asked = list(trace) if names is None else [trace[name] for name in names]
    changes = [t_us for t_us, _ in marks]
    running = False
    for channel in asked:
        times = _changes_us(channel)
        changes += times[:1] + times[-1:]
        last = channel.segments(trace.now_us(), trace.now_us())
        running |= bool(last) and isinstance(last[-1][2], PwmSegment)
    now = float(max([trace.now_us(), *changes]))
    first, final = (min(changes), max(changes)) if changes else (0.0, now)
    if running:
        final = now
    pad = 0.04 * max(final - first, 1.0)
    start = float(start_us) if start_us is not None else max(0.0, first - pad)
    end = float(end_us) if end_us is not None else max(min(final + pad, now), start + 1)
    if end <= start:
        raise BenchError(
            f"The timing diagram would begin at {start:g} us and end at {end:g} us. "
            "Choose an end after the beginning."
        )
    if names is None:
        moved = [c for c in asked if any(start <= t_us <= end for t_us in _changes_us(c, start))]
        asked = moved or [channel for channel in asked if len(channel)]
        told = told_pins(trace, start, end)
        asked = [channel for channel in asked if channel.name not in told]
    return asked, start, end


def _changes_us(channel: Channel, start_us: float = 0.0) -> list[float]:
    """Return when a channel changed: the first record is how it was found, except of events."""
    if isinstance(channel, BusChannel):
        found = channel.within(start_us, math.inf)
        return [max(found[0].start_us, start_us), found[-1].end_us] if found else []
    times = channel.times_us
    if channel.kind != "event":
        times = times[1:]
    later = times[times >= start_us]
    # The first and the last tell enough about a window, and there may be millions.
    return [float(t_us) for t_us in (*later[:1], *later[-1:])]


def _height(channel: Channel, frame: Frame) -> float:
    if isinstance(channel, BusChannel):
        from coursekit.bench.drawing.bus_rows import row_height_in

        return row_height_in(channel, frame)
    if channel.kind == "pixels":
        values = channel.values
        return min(1.4, max(0.42, 0.12 * (len(values[-1]) if len(values) else 1)))
    return _HEIGHT_IN[channel.kind]


def _axes(figure: Figure, box: tuple[float, float, float, float], name: str, frame: Frame) -> Axes:
    from coursekit.bench.drawing.svg import INK

    ax = figure.add_axes(box)
    ax.set_facecolor("none")
    ax.set_xlim(frame.x(frame.start_us), frame.x(frame.end_us))
    ax.annotate(name, (0, 0.45), xycoords="axes fraction", xytext=(-8, 0),
                textcoords="offset points", ha="right", va="center", fontsize=9, color=INK,
                gid="name")  # fmt: skip
    ax.set_label(name)
    for side in ("top", "left", "right"):
        ax.spines[side].set_visible(False)
    ax.spines["bottom"].set_color("#cfccc2")
    ax.tick_params(axis="x", bottom=False, labelbottom=False)
    ax.ticklabel_format(axis="x", useOffset=False, style="plain")
    ax.grid(axis="x", color="#e4e1d8", lw=0.7)
    ax.set_axisbelow(True)
    return ax


def _draw(ax: Axes, channel: Channel, frame: Frame, colour: str) -> None:
    from coursekit.bench.drawing import rows
    from coursekit.bench.drawing.levels import levels

    if channel.kind in ("digital", "pwm"):
        found = levels(channel, frame.start_us, frame.end_us, frame.pixels)
        rows.draw_levels(ax, found, frame, colour)
    elif channel.kind == "analog":
        rows.draw_analog(ax, channel, frame, colour)
    elif channel.kind == "pixels":
        rows.draw_pixels(ax, channel, frame)
    elif isinstance(channel, BusChannel):
        from coursekit.bench.drawing.bus_rows import draw_bus

        draw_bus(ax, channel, frame)
    else:
        times, texts = happened(channel, frame.start_us, frame.end_us)
        rows.draw_events(ax, times, texts, frame, colour)
