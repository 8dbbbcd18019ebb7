"""What a receiver hears: bursts in order of time, and the level of the line at any moment."""

from __future__ import annotations

import heapq
from bisect import bisect_right, insort
from collections.abc import Iterator
from math import inf

from coursekit.bench.buses.uart.burst import Burst

_LOOK_BACK = 8
"""Bursts that may overlap: at most so many ends of a wire send at once."""
_SOME = 256
_ROUNDING_US = 1e-6


def _start_us(burst: Burst) -> float:
    return burst.start_us


class Line:
    """The bursts that have not been dealt with. Times are microseconds of board time."""

    def __init__(self) -> None:
        self._bursts: list[Burst] = []
        self._first = 0  # those before it are over
        self._idle, self._idle_from_us = 1, 0.0
        self._is_new = True

    def add(self, burst: Burst) -> None:
        """A burst is on its way."""
        if self._is_new:
            self._idle, self._is_new = burst.format.idle, False
        insort(self._bursts, burst, key=_start_us)

    def amend(self, burst: Burst, known: Burst) -> None:
        """What is known of a burst now, in its place."""
        for place in range(len(self._bursts) - 1, self._first - 1, -1):
            if self._bursts[place] is burst:
                self._bursts[place] = known
                return

    def forget(self, t_us: float) -> None:
        """What was over at `t_us` has been dealt with."""
        bursts = self._bursts
        while self._first < len(bursts) and bursts[self._first].end_us <= t_us:
            over = bursts[self._first]
            if over.end_us >= self._idle_from_us:
                self._idle, self._idle_from_us = over.format.idle, over.end_us
            self._first += 1
        if self._first >= min(_SOME, len(bursts)):
            del bursts[: self._first]
            self._first = 0

    def after(self, t_us: float) -> Iterator[tuple[Burst, bool]]:
        """The bursts that end after `t_us`, and whether each is alone on the line."""
        reached_us = 0.0
        for place in range(self._begin(t_us), len(self._bursts)):
            burst = self._bursts[place]
            later = self._bursts[place + 1] if place + 1 < len(self._bursts) else None
            alone = burst.start_us > reached_us - _ROUNDING_US and (
                later is None or later.start_us > burst.end_us - _ROUNDING_US
            )
            reached_us = max(reached_us, burst.end_us)
            if burst.end_us > t_us:
                yield burst, alone

    def level_at(self, t_us: float) -> int:
        """The level at `t_us`: low wins where two send at once.

        Who sends overrides what is seen of the wire, which knows his resting level alone.
        """
        found, idle, last_us = None, self._idle, self._idle_from_us
        for place in range(self._begin(t_us), len(self._bursts)):
            burst = self._bursts[place]
            if burst.start_us > t_us:
                break
            if t_us >= burst.end_us:
                if burst.end_us >= last_us:
                    idle, last_us = burst.format.idle, burst.end_us
            elif burst.by_hand:
                idle, last_us = 0, inf
            else:
                found = min(burst.level_at(t_us), 1 if found is None else found)
        return idle if found is None else found

    def falling(self, from_us: float, *, inverted: bool) -> float | None:
        """The first edge from `from_us` on that a receiver takes for the start of a byte."""
        group: list[Burst] = []
        until_us = 0.0
        for burst, _ in self.after(from_us):
            if group and burst.start_us >= until_us:
                found = self._edge(group, from_us, inverted)
                if found is not None:
                    return found
                group.clear()
            group.append(burst)
            until_us = max(until_us, burst.end_us)
        return self._edge(group, from_us, inverted)

    def _edge(self, group: list[Burst], from_us: float, inverted: bool) -> float | None:
        near_us = 1e-3 * min((burst.format.bit_us for burst in group), default=0.0)
        for t_us in heapq.merge(*(burst.changes(from_us) for burst in group)):
            before, later = self.level_at(t_us - near_us), self.level_at(t_us + near_us)
            if (before, later) == ((0, 1) if inverted else (1, 0)):
                return t_us
        return None

    def _begin(self, t_us: float) -> int:
        """Where those begin that may be under way at `t_us`."""
        place = bisect_right(self._bursts, t_us, lo=self._first, key=_start_us)
        return max(self._first, place - _LOOK_BACK)
