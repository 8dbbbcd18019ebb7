"""Keeps what a program has printed as series of points, in bounded memory however much comes.

A curve of a million points is a thousand pixels wide: of what is drawn in one column only the
lowest and the highest point can be seen, so only they are kept.
"""

from __future__ import annotations

import math
import threading
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from coursekit.session.plotting.lines import Row

Points = npt.NDArray[np.float64]

MOST_SERIES = 24
MOST_KEPT = 8192
"""Points of a series without a window."""
MOST_DRAWN = 2048
_PENDING = 4096


@dataclass(frozen=True)
class Curve:
    """One series as it is drawn, and what is to be said of it.

    x, y: at most about `MOST_DRAWN` points; NaN is a gap. count: of all its numbers so far; low
    and high: of these; last: the latest one. NaN where there is none.
    """

    name: str
    x: Points
    y: Points
    count: int
    low: float
    high: float
    last: float


class Samples:
    """The series of a program's lines. Lines are added in one thread and read in another.

    window: only so many of the latest lines are kept, None for all. x_name: the series whose
    numbers are the others' x; without it x is the number of the line, from 0. only: the names of
    the series that are kept, all without it.
    """

    def __init__(
        self,
        window: int | None = None,
        x_name: str | None = None,
        only: tuple[str, ...] = (),
    ) -> None:
        self.window = window
        self.x_name = x_name
        self.rows = 0
        self.dropped: set[str] = set()
        """Some names of series that came when there were `MOST_SERIES`."""
        self._only = set(only)
        self._series: dict[str, _Series] = {}
        self._lock = threading.Lock()

    def add(self, row: Row) -> None:
        """One line more."""
        with self._lock:
            named = by_name(row)
            x = float(self.rows)
            if self.x_name is not None:
                x = named.pop(self.x_name, math.nan)
            self.rows += 1
            for name, y in named.items():
                series = self._series.get(name)
                if series is None:
                    series = self._new(name)
                if series is not None:
                    series.add(x, y)

    def names(self) -> tuple[str, ...]:
        """The series so far, in the order in which they came."""
        with self._lock:
            return tuple(self._series)

    def curves(self) -> list[Curve]:
        """All series as they are now."""
        with self._lock:
            return [series.curve(name) for name, series in self._series.items()]

    def _new(self, name: str) -> _Series | None:
        if self._only and name not in self._only:
            return None
        if len(self._series) >= MOST_SERIES:
            if len(self.dropped) < MOST_SERIES:
                self.dropped.add(name)
            return None
        series = self._series[name] = _Series(self.window)
        return series


class _Series:
    """The points of one series: those that came last, and before them low and high of many."""

    def __init__(self, window: int | None) -> None:
        self._window = window
        self._most_pending = _PENDING if window is None else 2 * window + _PENDING
        self._new_x: list[float] = []
        self._new_y: list[float] = []
        self._x = np.empty(0)
        self._y = np.empty(0)
        self._per_pair = 0  # points that each two of the kept ones stand for; 0: for themselves
        self._past_count = 0
        self._past_low = self._past_high = self._last = math.nan

    def add(self, x: float, y: float) -> None:
        self._new_x.append(x)
        self._new_y.append(y)
        if y == y:  # not NaN
            self._last = y
        if len(self._new_y) >= self._most_pending:
            self._settle()

    def curve(self, name: str) -> Curve:
        new_x, new_y = np.array(self._new_x), np.array(self._new_y)
        low, high = _lowest(self._past_low, new_y), _highest(self._past_high, new_y)
        if self._window is not None:
            new_x, new_y = new_x[-self._window :], new_y[-self._window :]
        elif self._per_pair:
            whole = len(new_y) // self._per_pair * self._per_pair
            x, y = thinned(new_x[:whole], new_y[:whole], self._per_pair)
            new_x, new_y = np.append(x, new_x[whole:]), np.append(y, new_y[whole:])
        x, y = np.append(self._x, new_x), np.append(self._y, new_y)
        if len(y) > MOST_DRAWN:
            x, y = thinned(x, y, 2 * math.ceil(len(y) / MOST_DRAWN))
        count = self._past_count + int(np.count_nonzero(~np.isnan(self._new_y)))
        return Curve(name, x, y, count, low, high, self._last)

    def _settle(self) -> None:
        """Put the new points to the old ones, or forget those that no window shows any more."""
        keep = 0 if self._window is None else self._window
        if self._window is None and self._per_pair:
            keep = len(self._new_y) % self._per_pair
        end = len(self._new_y) - keep
        x, y = np.array(self._new_x[:end]), np.array(self._new_y[:end])
        del self._new_x[:end], self._new_y[:end]
        self._past_count += int(np.count_nonzero(~np.isnan(y)))
        self._past_low, self._past_high = _lowest(self._past_low, y), _highest(self._past_high, y)
        if self._window is not None:
            return
        if self._per_pair:
            x, y = thinned(x, y, self._per_pair)
        self._x, self._y = np.append(self._x, x), np.append(self._y, y)
        while len(self._y) >= MOST_KEPT:
            self._x, self._y = thinned(self._x, self._y, 4)
            self._per_pair = 2 * self._per_pair or 4
            self._most_pending = max(_PENDING, 2 * self._per_pair)


def thinned(x: Points, y: Points, per_pair: int) -> tuple[Points, Points]:
    """Of each `per_pair` points the lowest and the highest, in their order.

    Points of an incomplete group at the end stay. A gap remains where a whole group is NaN.
    """
    end = len(y) // per_pair * per_pair
    groups = y[:end].reshape(-1, per_pair)
    missing = np.isnan(groups)
    lowest = np.where(missing, np.inf, groups).argmin(axis=1)
    highest = np.where(missing, -np.inf, groups).argmax(axis=1)
    columns = np.sort(np.stack([lowest, highest], axis=1), axis=1)
    chosen = (columns + np.arange(0, end, per_pair)[:, None]).ravel()
    return np.append(x[chosen], x[end:]), np.append(y[chosen], y[end:])


def by_name(row: Row) -> dict[str, float]:
    """The numbers by name: "value" or "value 1", "value 2" ... for those that have none."""
    unnamed = sum(not name for name, _ in row)
    found: dict[str, float] = {}
    number = 0
    for name, value in row:
        if not name:
            number += 1
            name = f"value {number}" if unnamed > 1 else "value"
        again = 2
        shown = name
        while shown in found:
            shown, again = f"{name} {again}", again + 1
        found[shown] = value
    return found


def _lowest(known: float, values: Points) -> float:
    return float(np.fmin.reduce(values, initial=known)) if len(values) else known


def _highest(known: float, values: Points) -> float:
    return float(np.fmax.reduce(values, initial=known)) if len(values) else known
