"""The rows of a timing diagram: how each kind of channel looks on its own axes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.collections import PolyCollection
from matplotlib.patches import Rectangle

from coursekit.bench.drawing.levels import Band, Levels
from coursekit.bench.drawing.lights import pixel_colour
from coursekit.bench.drawing.svg import INK
from coursekit.bench.drawing.units import duration, frequency, percent, spread
from coursekit.bench.trace import Channel

PALETTE = ("#0072b2", "#d55e00", "#009e73", "#a0528a", "#8a6d00", "#3b8fc2")
"""Okabe and Ito's colours for colour-blind readers; the light ones darkened for lines on white."""

MUTED = "#6b6b66"
_SMALL_PT = 7.5
_MAX_LABELS = 10
_PX_PER_CHAR = 5.6


@dataclass(frozen=True)
class Frame:
    """The time window of a diagram: microseconds, the axis's unit and zero, pixels of width."""

    start_us: float
    end_us: float
    unit_us: float
    pixels: float
    zero_us: float = 0.0

    def px(self, span_us: float) -> float:
        return span_us / (self.end_us - self.start_us) * self.pixels

    def fits(self, text: str, span_us: float) -> bool:
        return self.px(span_us) > len(text) * _PX_PER_CHAR + 6

    def x(self, t_us: Any) -> Any:
        """Return where a time stands on the axis, in its unit."""
        return (t_us - self.zero_us) / self.unit_us


def draw_levels(ax: Axes, found: Levels, frame: Frame, colour: str) -> None:
    """Draw a digital channel: a step line, filled while it is high."""
    ax.set_ylim(-0.22, 1.3)
    ax.set_yticks([])
    if len(found.t_us):
        x = frame.x(found.t_us)
        ax.fill_between(x, 0, found.level, color=colour, alpha=0.2, lw=0)
        ax.plot(x, found.level, color=colour, lw=1.5, solid_joinstyle="miter", gid="levels")
    for span in found.dense:
        width = max(span.end_us - span.start_us, frame.unit_us * 1e-9)
        ax.add_patch(Rectangle((frame.x(span.start_us), 0), width / frame.unit_us, 1, lw=0,
                               facecolor=colour, alpha=0.75, gid="dense"))  # fmt: skip
    for span in found.unknown:
        ax.add_patch(
            Rectangle((frame.x(span.start_us), 0),
                      (span.end_us - span.start_us) / frame.unit_us, 1, lw=0, gid="unknown",
                      facecolor="#e9e7e0", edgecolor="#a5a29a", hatch="////")
        )  # fmt: skip
    _draw_bands(ax, found.bands, frame, colour)
    _label_durations(ax, found, frame)


def _label_durations(ax: Axes, found: Levels, frame: Frame) -> None:
    """Write how long highs and lows last: inside, or above a high that is too narrow for it."""
    if found.bands:
        return
    labelled = 0
    for index, (start_us, end_us, level) in enumerate(found.steady):
        if labelled == _MAX_LABELS:
            break
        text = duration(end_us - start_us)
        if frame.fits(text, end_us - start_us):
            y, valign = 0.5, "center"
        elif level and _stands_alone(found, index, text, frame):
            y, valign = 1.06, "bottom"
        else:
            continue
        ax.text(frame.x((start_us + end_us) / 2), y, text, ha="center", va=valign,
                fontsize=_SMALL_PT, color=INK if level else MUTED, gid="duration")  # fmt: skip
        labelled += 1


def _stands_alone(found: Levels, index: int, text: str, frame: Frame) -> bool:
    """Tell whether a text above a narrow high could only belong to that one."""
    if not 0 < index < len(found.steady) - 1:
        return False
    before, after = found.steady[index - 1], found.steady[index + 1]
    return all(frame.fits(text, gap[1] - gap[0]) for gap in (before, after))


def _draw_bands(ax: Axes, bands: Sequence[Band], frame: Frame, colour: str) -> None:
    """Draw fast PWM: a pale band, filled up to the duty cycle."""
    if not bands:
        return

    drawn = _one_per_pixel(bands, frame)

    def boxes(tops: Sequence[float]) -> list[list[tuple[float, float]]]:
        corners = []
        for band, top in zip(drawn, tops, strict=True):
            a, b = frame.x(band.start_us), frame.x(band.end_us)
            corners.append([(a, 0.0), (a, top), (b, top), (b, 0.0)])
        return corners

    ax.add_collection(PolyCollection(boxes([1.0] * len(drawn)), facecolor=colour, alpha=0.13, lw=0))
    on = [band.on_fraction for band in drawn]
    ax.add_collection(PolyCollection(boxes(on), facecolor=colour, alpha=0.42, lw=0, gid="pwm"))
    runs: list[list[Band]] = []
    for band in bands:
        if runs and runs[-1][-1].end_us == band.start_us:
            runs[-1].append(band)
        else:
            runs.append([band])
    for run in runs:
        texts = [f"{frequency(b.freq_hz)}, {percent(b.on_fraction)}" for b in run]
        if all(frame.fits(t, b.end_us - b.start_us) for t, b in zip(texts, run, strict=True)):
            for text, band in zip(texts, run, strict=True):
                _band_label(ax, text, band.start_us, band.end_us, frame)
        else:
            _band_label(ax, _range_text(run), run[0].start_us, run[-1].end_us, frame)


def _one_per_pixel(bands: Sequence[Band], frame: Frame) -> list[Band]:
    """Join neighbours that share a pixel, so that a long fade stays quick to draw."""
    joined: list[Band] = []
    for band in bands:
        last = joined[-1] if joined else None
        if last and last.end_us == band.start_us and frame.px(band.end_us - last.start_us) < 1:
            joined[-1] = Band(last.start_us, band.end_us, band.freq_hz, band.on_fraction)
        else:
            joined.append(band)
    return joined


def _range_text(run: Sequence[Band]) -> str:
    on = [band.on_fraction for band in run]
    hz = [band.freq_hz for band in run]
    pitch = spread(frequency(min(hz)), frequency(max(hz)))
    return f"{pitch}, {spread(percent(min(on)), percent(max(on)))}"


def _band_label(ax: Axes, text: str, start_us: float, end_us: float, frame: Frame) -> None:
    if frame.fits(text, end_us - start_us):
        ax.text(frame.x((start_us + end_us) / 2), 1.06, text, ha="center", va="bottom",
                fontsize=_SMALL_PT, color=INK, gid="pwm")  # fmt: skip


def draw_analog(ax: Axes, channel: Channel, frame: Frame, colour: str) -> None:
    """Draw numbers that hold until the next one, on an axis with their unit."""
    t, v = held(channel, frame)
    if len(t) == 0:
        return
    if len(t) > 4 * frame.pixels:
        t, v = _envelope(t, v, frame)
    ax.plot(frame.x(t), v, color=colour, lw=1.5, drawstyle="steps-post", gid="analog")
    low, high = float(np.nanmin(v)), float(np.nanmax(v))
    if high - low < 1e-9:
        low, high = min(0.0, low), max(1.0, high * 1.2)
    pad = 0.12 * (high - low)
    ax.set_ylim(low - pad, high + pad)
    ax.yaxis.tick_right()
    ax.locator_params(axis="y", nbins=3)
    ax.tick_params(axis="y", labelsize=_SMALL_PT, colors=MUTED, length=2)
    if channel.unit:
        ax.annotate(channel.unit, (1, 0.5), xycoords="axes fraction", xytext=(27, 0),
                    textcoords="offset points", va="center", fontsize=8, color=MUTED,
                    gid="unit")  # fmt: skip


def held(channel: Channel, frame: Frame) -> tuple[Any, Any]:
    """Return times and values in the window, the value at its start first and at its end last."""
    t, v = channel.times_us.astype(np.float64), channel.values
    first = max(int(np.searchsorted(t, frame.start_us, side="right")) - 1, 0)
    last = int(np.searchsorted(t, frame.end_us, side="right"))
    t, v = t[first:last].clip(min=frame.start_us), v[first:last]
    if len(t):
        tail = np.empty(1, dtype=v.dtype)
        tail[0] = v[-1]
        t, v = np.append(t, frame.end_us), np.concatenate([v, tail])
    return t, v


def _envelope(t: Any, v: Any, frame: Frame) -> tuple[Any, Any]:
    """Return the least and the greatest value of each pixel column."""
    column = np.floor((t - t[0]) / (t[-1] - t[0]) * frame.pixels).astype(np.int64)
    starts = np.flatnonzero(np.concatenate([[True], column[1:] != column[:-1]]))
    low, high = np.minimum.reduceat(v, starts), np.maximum.reduceat(v, starts)
    return np.repeat(t[starts], 2), np.column_stack([low, high]).ravel()


def draw_pixels(ax: Axes, channel: Channel, frame: Frame) -> None:
    """Draw each pixel as a row of swatches over time, pixel 0 on top; dark is off."""
    t, v = held(channel, frame)
    if len(t) < 2:
        return
    # One picture for each pixel column is enough; the last one of a column is what one sees.
    column = np.floor((t[:-1] - frame.start_us) / (frame.end_us - frame.start_us) * frame.pixels)
    keep = np.append(column[1:] != column[:-1], True)
    count = max(len(value) for value in v)
    image = np.zeros((count, int(keep.sum()), 3))
    for index, value in enumerate(v[:-1][keep]):
        for number, rgb in enumerate(value):
            image[number, index] = _swatch(rgb)
    edges = np.append(t[:-1][keep], t[-1])
    edges[0] = t[0]
    ax.pcolormesh(frame.x(edges), np.arange(count + 1), image, gid="pixels")
    ax.set_ylim(count, 0)
    ax.yaxis.tick_right()
    ax.set_yticks([0.5, count - 0.5] if count > 1 else [0.5])
    ax.set_yticklabels(["0", str(count - 1)] if count > 1 else ["0"])
    ax.tick_params(axis="y", labelsize=_SMALL_PT, colors=MUTED, length=0)
    for line in range(1, count):
        ax.axhline(line, color="#fbfaf7", lw=0.6)


def _swatch(rgb: Any) -> tuple[float, float, float]:
    colour, brightness = pixel_colour(rgb)
    if brightness == 0:
        return (0.13, 0.13, 0.14)
    red, green, blue = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    return (red, green, blue)


def draw_events(
    ax: Axes, times_us: Sequence[float], texts: Sequence[str], frame: Frame, colour: str
) -> None:
    """Draw a tick for each event, with its text where there is room for it."""
    ax.set_ylim(0, 1)
    ax.set_yticks([])
    x = frame.x(np.asarray(times_us, dtype=np.float64))
    ax.plot(x, np.full(len(x), 0.35), ls="", marker="|", ms=11, mew=1.5, color=colour, gid="events")
    free_px = 0.0
    for t_us, text in zip(times_us, texts, strict=True):
        at_px = frame.px(t_us - frame.start_us)
        if text and at_px >= free_px and at_px + 4 + len(text) * _PX_PER_CHAR < frame.pixels:
            ax.text(frame.x(t_us), 0.5, f" {text}", ha="left", va="bottom", fontsize=_SMALL_PT,
                    color=INK, gid="event")  # fmt: skip
            free_px = at_px + 10 + len(text) * _PX_PER_CHAR
