"""The channel of a bus: a list of what went over it, each with its own beginning and end.

A pin holds its level until the next record; a bus is idle between two. So here a record counts
while it lasts, and a window takes in those that it cuts through.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from math import ceil
from typing import Any

from coursekit.bench.trace import Channel


class BusChannel(Channel):
    """What went over one bus. Values are `Record`s, as `Transaction`; times are their starts.

    They are recorded in the order in which they began: `record(int(value.start_us), value)`.
    """

    @property
    def last_us(self) -> int:
        """When the last one was over; 0 before the first."""
        return ceil(self._v[-1].end_us) if self._v else 0

    def level_at(self, t_us: int) -> Any:
        """What was under way at `t_us`, its start and end included, the later of two; or None."""
        with self._trace.lock:
            i = bisect_right(self._t, t_us) - 1
            return self._v[i] if i >= 0 and self._v[i].end_us >= t_us else None

    def within(self, start_us: float, end_us: float) -> list[Any]:
        """All that was under way at some time of the window, in order."""
        with self._trace.lock:
            first = last = bisect_right(self._t, end_us)
            while first > 0 and self._v[first - 1].end_us >= start_us:
                first -= 1
            return list(self._v[first:last])

    def kept(self, start_us: int, end_us: int) -> Iterator[tuple[int, Any]]:
        """What a trace of the window alone holds: each with its own start, which may be earlier."""
        for value in self.within(start_us, end_us):
            yield int(value.start_us), value

    def edge_count(self, start_us: int | None = None, end_us: int | None = None) -> int:
        """How many records lie in the window."""
        start_us, end_us = self._window(start_us, end_us)
        return len(self.within(start_us, end_us))

    def _spans(self, start_us: int, end_us: int) -> Iterator[tuple[int, int, Any]]:
        for value in self.within(start_us, end_us):
            yield max(int(value.start_us), start_us), min(ceil(value.end_us), end_us), value
