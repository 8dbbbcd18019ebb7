"""The row of a bus in a timing diagram: decoded boxes, as a protocol analyser shows them.

How much of it depends on the room: the fields of each transaction with the waves of its lines
above, one box for each transaction, or blocks where there are more of them than pixels.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.collections import PolyCollection

from coursekit.bench.buses.channel import BusChannel
from coursekit.bench.buses.decode import (
    bit_us_of,
    bits_of,
    fields_of,
    is_refused,
    lines_of,
    text_of,
    texts_of,
)
from coursekit.bench.buses.record import Role
from coursekit.bench.drawing.rows import MUTED, Frame
from coursekit.bench.drawing.svg import INK

ROW_IN, WAVES_IN = 0.58, 0.7
"""Height of a row with boxes alone, and what the waves of its lines add."""

# Fills after Okabe and Ito, pale enough for dark text; what was refused is strong, and has a cross.
FILL: dict[Role, str] = {
    "start": "#bfe6d8",
    "address": "#c3def0",
    "data": "#fbe7bd",
    "ack": "#ecebe6",
    "nak": "#d55e00",
    "stop": "#cfc9dd",
    "error": "#d55e00",
}
EDGE = "#4a4a46"
REFUSED = "#b34700"
BLOCK = "#0072b2"

_SMALL_PT = 7.5
_PX_PER_CHAR = 5.5
_BYTE_PX = 20.0  # a byte of eight bits with its two digits, or an address with its direction
_LINE_BIT_PX = 2.5  # a clock that can still be told from the next one
_RECORD_PX = 3.0
_GAP_PX = 2.0
_CROSS_PX = 8.0
_MAX_BITS = 100_000  # to be worked out: each costs a microsecond or two
_SLANT_PX = 2.5
_BASE, _TOP = 0.1, 0.62


@dataclass
class Drawn:
    """What is to be drawn: the boxes of each fill, what was refused, and texts with their times."""

    boxes: dict[str, list[list[tuple[float, float]]]] = field(default_factory=dict)
    crosses_us: list[float] = field(default_factory=list)
    inside: list[tuple[float, str, str]] = field(default_factory=list)
    above: list[tuple[float, str]] = field(default_factory=list)
    beside: list[tuple[float, str]] = field(default_factory=list)


def row_height_in(channel: BusChannel, frame: Frame) -> float:
    """Return the height of the row, in inches."""
    shown = channel.within(frame.start_us, frame.end_us)
    return ROW_IN + (WAVES_IN if _shows_waves(shown, frame) else 0.0)


def draw_bus(ax: Axes, channel: BusChannel, frame: Frame) -> None:
    """Draw what went over a bus in the window."""
    shown = channel.within(frame.start_us, frame.end_us)
    waves = _shows_waves(shown, frame)
    ax.set_ylim(0, (ROW_IN + WAVES_IN) / ROW_IN if waves else 1.0)
    ax.set_yticks([])
    drawn = Drawn()
    for run in _runs(shown, frame):
        if len(run) > 1:
            _add_block(drawn, run, frame)
        elif _fits_fields(run[0], frame):
            _add_fields(drawn, run[0], frame)
        else:
            _add_record(drawn, run[0], frame)
    _paint(ax, drawn, frame)
    if waves:
        _draw_waves(ax, shown, frame)


def _runs(shown: Sequence[Any], frame: Frame) -> list[list[Any]]:
    """Put those together that stand too close to be told apart."""
    runs: list[list[Any]] = []
    wide = False
    for record in shown:
        px = frame.px(record.end_us - record.start_us)
        if runs and not wide and px < _RECORD_PX:
            gap_us = record.start_us - runs[-1][-1].end_us
            if frame.px(gap_us) < _GAP_PX:
                runs[-1].append(record)
                continue
        runs.append([record])
        wide = px >= _RECORD_PX
    return runs


def _fits_fields(record: Any, frame: Frame) -> bool:
    bit_us = bit_us_of(record)
    if bit_us > 0:
        return frame.px(8 * bit_us) >= _BYTE_PX
    return frame.px(record.end_us - record.start_us) >= 4 * _BYTE_PX


def _add_fields(drawn: Drawn, record: Any, frame: Frame) -> None:
    for box in fields_of(record, frame.start_us, frame.end_us):
        _add_box(drawn, FILL[box.role], box.start_us, box.end_us, frame)
        fits = _add_text(drawn, [box.text, box.brief], box.start_us, box.end_us, frame)
        if box.role == "start" and not fits and bit_us_of(record) > 0:
            drawn.above.append((box.start_us, box.text))
        if box.role in ("nak", "error"):
            drawn.crosses_us.append((box.start_us + box.end_us) / 2)


def _add_record(drawn: Drawn, record: Any, frame: Frame) -> None:
    start_us, end_us = record.start_us, _widened(record.start_us, record.end_us, frame)
    _add_box(drawn, FILL["address"], start_us, end_us, frame)
    if not _add_text(drawn, texts_of(record), start_us, end_us, frame):
        drawn.beside.append((end_us, text_of(record)))
    if is_refused(record):
        drawn.crosses_us.append((start_us + end_us) / 2)


def _add_block(drawn: Drawn, run: Sequence[Any], frame: Frame) -> None:
    start_us, end_us = run[0].start_us, _widened(run[0].start_us, run[-1].end_us, frame)
    _add_box(drawn, BLOCK, start_us, end_us, frame)
    text = f"{len(run)} transactions"
    if not _add_text(drawn, [text], start_us, end_us, frame, "white"):
        drawn.beside.append((end_us, text))
    drawn.crosses_us += [record.start_us for record in run if is_refused(record)]


def _widened(start_us: float, end_us: float, frame: Frame) -> float:
    one_px_us = (frame.end_us - frame.start_us) / frame.pixels
    return max(end_us, start_us + 1.5 * one_px_us)


def _add_box(drawn: Drawn, fill: str, start_us: float, end_us: float, frame: Frame) -> None:
    """A hexagon where it is wide enough, as data has on a bus; cut off at the window's edges."""
    slant_us = _SLANT_PX * (frame.end_us - frame.start_us) / frame.pixels
    if frame.px(end_us - start_us) < 5 * _SLANT_PX:
        slant_us = 0.0
    a, b = max(start_us, frame.start_us), min(end_us, frame.end_us)
    middle = (_BASE + _TOP) / 2
    corners = [
        (a, middle), (a + slant_us, _TOP), (b - slant_us, _TOP),
        (b, middle), (b - slant_us, _BASE), (a + slant_us, _BASE),
    ]  # fmt: skip
    points = [(float(frame.x(t_us)), y) for t_us, y in corners]
    drawn.boxes.setdefault(fill, []).append(points)


def _add_text(
    drawn: Drawn,
    texts: Sequence[str],
    start_us: float,
    end_us: float,
    frame: Frame,
    colour: str = INK,
) -> bool:
    """Put the longest text that fits into the part of a box that can be seen."""
    a, b = max(start_us, frame.start_us), min(end_us, frame.end_us)
    for text in texts:
        if text and frame.px(b - a) > len(text) * _PX_PER_CHAR + 3:
            drawn.inside.append(((a + b) / 2, text, colour))
            return True
    return False


def _paint(ax: Axes, drawn: Drawn, frame: Frame) -> None:
    for fill, boxes in drawn.boxes.items():
        gid = "block" if fill == BLOCK else "boxes"
        ax.add_collection(PolyCollection(boxes, facecolor=fill, edgecolor=EDGE, lw=0.6, gid=gid))
    for start_us, text in drawn.above:
        if frame.start_us <= start_us:
            ax.text(frame.x(start_us), 0.66, text, ha="center", va="bottom", fontsize=_SMALL_PT,
                    color=MUTED, gid="field")  # fmt: skip
    for middle_us, text, colour in drawn.inside:
        ax.text(frame.x(middle_us), (_BASE + _TOP) / 2 - 0.01, text, ha="center", va="center",
                fontsize=_SMALL_PT, color=colour, gid="field")  # fmt: skip
    _paint_beside(ax, drawn, frame)
    if drawn.crosses_us:
        at = np.asarray(drawn.crosses_us)
        columns = np.floor(
            (at - frame.start_us) / (frame.end_us - frame.start_us) * frame.pixels / _CROSS_PX
        )
        _, first = np.unique(columns, return_index=True)
        ax.plot(frame.x(at[first]), np.full(len(first), 0.78), ls="", marker="x", ms=5, mew=1.6,
                color=REFUSED, clip_on=True, gid="refused")  # fmt: skip


def _paint_beside(ax: Axes, drawn: Drawn, frame: Frame) -> None:
    """Write what does not fit inside to the right of a box, as far as there is room."""
    starts = sorted(points[0][0] for boxes in drawn.boxes.values() for points in boxes)
    lefts = np.asarray(starts)
    for end_us, text in drawn.beside:
        x = float(frame.x(end_us))
        after = int(np.searchsorted(lefts, x - 1e-9 * max(abs(x), 1.0), side="left"))
        limit_us = frame.end_us
        if after < len(lefts):
            limit_us = min(limit_us, float(lefts[after]) * frame.unit_us + frame.zero_us)
        if frame.px(limit_us - end_us) > len(text) * _PX_PER_CHAR + 6:
            ax.annotate(text, (x, (_BASE + _TOP) / 2), xytext=(3, 0), textcoords="offset points",
                        ha="left", va="center", fontsize=_SMALL_PT, color=INK,
                        gid="beside")  # fmt: skip


def _shows_waves(shown: Sequence[Any], frame: Frame) -> bool:
    if not shown:
        return False
    bits = 0.0
    for record in shown:
        bit_us = bit_us_of(record)
        if bit_us <= 0 or frame.px(bit_us) < _LINE_BIT_PX:
            return False
        bits += bits_of(record, frame.start_us, frame.end_us)
        if bits > _MAX_BITS:
            return False
    return bool(lines_of(shown[:1], frame.end_us, frame.end_us))


def _draw_waves(ax: Axes, shown: Sequence[Any], frame: Frame) -> None:
    lines = lines_of(shown, frame.start_us, frame.end_us)
    bottom, height = 1.0, (WAVES_IN / ROW_IN) / max(len(lines), 1)
    for number, (name, changes) in enumerate(reversed(lines.items())):
        base = bottom + number * height + 0.12
        t = np.array([t_us for t_us, _ in changes], dtype=np.float64)
        level = np.array([level for _, level in changes], dtype=np.float64)
        t = np.append(t, max(frame.end_us, t[-1])).clip(min=frame.start_us)
        t[0] = frame.start_us
        level = np.append(level, level[-1])
        ax.plot(frame.x(t), base + 0.68 * height * level, drawstyle="steps-post", lw=1.1,
                color=INK, gid=name)  # fmt: skip
        ax.annotate(name, (1, base + 0.3 * height), xycoords=("axes fraction", "data"),
                    xytext=(5, 0), textcoords="offset points", va="center", fontsize=8,
                    color=MUTED, gid="line")  # fmt: skip
