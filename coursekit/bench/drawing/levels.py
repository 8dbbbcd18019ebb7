"""A digital channel made ready for drawing: its edges, and what is too dense for single edges.

Pure numbers, no matplotlib: a hundred thousand edges have to become a few hundred vertices.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from coursekit.bench.pwm import PwmSegment
from coursekit.bench.trace import Channel

Floats = NDArray[np.float64]

MAX_EXACT_EDGES = 4000
"""Up to here every edge is drawn as it is, however close together."""
MIN_PERIOD_PX = 2.0
"""PWM whose period is narrower than this becomes a band."""


class Band(NamedTuple):
    """A stretch of PWM that is too fast for the picture."""

    start_us: float
    end_us: float
    freq_hz: float
    on_fraction: float


class Span(NamedTuple):
    """From when to when, in microseconds."""

    start_us: float
    end_us: float


@dataclass
class Levels:
    """What to draw of a digital channel in a window.

    `t_us` and `level` are the corners of the step line, NaN between stretches that do not join;
    `edges_us` the times of its edges. `dense` are stretches with more edges than pixels.
    """

    t_us: Floats = field(default_factory=lambda: np.empty(0))
    level: Floats = field(default_factory=lambda: np.empty(0))
    bands: list[Band] = field(default_factory=list)
    dense: list[Span] = field(default_factory=list)
    unknown: list[Span] = field(default_factory=list)
    steady: list[tuple[float, float, int]] = field(default_factory=list)
    """Whole highs and lows (start, end, level), both edges in the window; empty if decimated."""


def levels(channel: Channel, start_us: float, end_us: float, pixels: float) -> Levels:
    """Return what to draw of a digital or PWM channel on `pixels` pixels of width."""
    found = Levels()
    us_per_px = (end_us - start_us) / pixels
    if channel.kind == "digital":
        t, v = _window(channel, start_us, end_us, found)
        _add_run(found, t, v, end_us, us_per_px)
        return found
    run_t: list[float] = []
    run_v: list[float] = []
    segments = channel.segments(int(start_us), int(end_us))
    _unknown_before(found, segments[0][0] if segments else end_us, start_us, end_us)
    for from_us, to_us, value in segments:
        if isinstance(value, PwmSegment):
            fast = value.count_edges(0, 10**9) and value.period_us < MIN_PERIOD_PX * us_per_px
            if fast:
                _add_run(found, np.array(run_t), np.array(run_v), from_us, us_per_px)
                run_t, run_v = [], []
                if to_us > from_us:
                    found.bands.append(Band(from_us, to_us, value.freq_hz, value.on_fraction))
                continue
            for t_us, level in value.edges(from_us, to_us):
                run_t.append(t_us)
                run_v.append(level)
        else:
            run_t.append(from_us)
            run_v.append(float(value))
    _add_run(found, np.array(run_t), np.array(run_v), end_us, us_per_px)
    return found


def _unknown_before(found: Levels, first_us: float, start_us: float, end_us: float) -> None:
    if first_us > start_us:
        found.unknown.append(Span(start_us, min(first_us, end_us)))


def _window(
    channel: Channel, start_us: float, end_us: float, found: Levels
) -> tuple[Floats, Floats]:
    """Return times and levels in the window, the first one at its start if it is known there."""
    t, v = channel.times_us.astype(np.float64), channel.values.astype(np.float64)
    first = max(int(np.searchsorted(t, start_us, side="right")) - 1, 0)
    last = int(np.searchsorted(t, end_us, side="right"))
    t, v = t[first:last].clip(min=start_us), v[first:last]
    _unknown_before(found, t[0] if len(t) else end_us, start_us, end_us)
    return t, v


def _add_run(found: Levels, t: Floats, v: Floats, end_us: float, us_per_px: float) -> None:
    """Add a stretch without a gap: levels `v` from the times `t` on, until `end_us`."""
    if len(t) == 0:
        return
    changed = np.concatenate([[True], v[1:] != v[:-1]])
    t, v = t[changed], v[changed]
    # A level of neither 0 nor 1 is one that nobody drives.
    odd = ~np.isin(v, (0.0, 1.0))
    if odd.any():
        until = np.append(t[1:], end_us)
        found.unknown += [
            Span(a, b) for a, b in zip(t[odd].tolist(), until[odd].tolist(), strict=True)
        ]
        v = np.where(odd, np.nan, v)
    if len(t) - 1 > MAX_EXACT_EDGES:
        _add_dense(found, t, v, end_us, us_per_px)
    else:
        found.steady += [
            (a, b, int(level))
            for (a, b), level in zip(pairwise(t[1:].tolist()), v[1:-1].tolist(), strict=True)
            if level == level
        ]
        _add_corners(found, t, v, end_us)


def _add_corners(found: Levels, t: Floats, v: Floats, end_us: float) -> None:
    ends = np.append(t[1:], end_us)
    corners_t = np.column_stack([t, ends]).ravel()
    corners_v = np.repeat(v, 2)
    joins = len(found.t_us) and found.t_us[-1] == t[0]
    if len(found.t_us) and not joins:
        found.t_us = np.append(found.t_us, np.nan)
        found.level = np.append(found.level, np.nan)
    found.t_us = np.concatenate([found.t_us, corners_t])
    found.level = np.concatenate([found.level, corners_v])


def _add_dense(found: Levels, t: Floats, v: Floats, end_us: float, us_per_px: float) -> None:
    """Add a stretch with very many edges: columns with more than two become dense spans."""
    column = np.floor((t - t[0]) / us_per_px).astype(np.int64)
    crowded = np.bincount(column) > 2
    steps = np.diff(np.concatenate([[False], crowded, [False]]).astype(np.int8))
    starts, stops = np.flatnonzero(steps == 1), np.flatnonzero(steps == -1)
    found.dense += [
        Span(t[0] + a * us_per_px, min(t[0] + b * us_per_px, end_us))
        for a, b in zip(starts.tolist(), stops.tolist(), strict=True)
    ]
    # Of a crowded run only the last edge matters: it says how the line goes on.
    keep = ~crowded[column]
    keep |= np.append(column[1:] != column[:-1], True) & ~np.append(
        crowded[np.minimum(column[:-1] + 1, len(crowded) - 1)], False
    )
    keep[0] = True
    t, v = t[keep], v[keep]
    _add_corners(found, t, v, end_us)
