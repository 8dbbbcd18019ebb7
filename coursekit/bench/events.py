"""What will happen on the bench, in order of time.

A heap with a running number beside the time, so that two events of the same microsecond
happen in the order in which they were planned: a bench run twice runs the same twice.
"""

import heapq
from collections.abc import Callable
from dataclasses import dataclass, field

NEVER = 2**63 - 1
"""A time in microseconds that no board reaches."""

_FEW = 1000


@dataclass(order=True, slots=True)
class Event:
    """One planned action; `cancel()` makes it not happen."""

    t_us: int
    number: int
    action: Callable[[int], None] = field(compare=False)
    cancelled: bool = field(default=False, compare=False)
    happened: bool = field(default=False, compare=False)
    by_people: bool = field(default=False, compare=False)
    """Whether somebody does it who may do anything: pull a wire, hold a line."""

    def cancel(self) -> None:
        """Take the event back. Harmless when it has already happened."""
        self.cancelled = True


class EventQueue:
    """Planned events, the earliest first. Knows no clock: `pop_due` is told the time."""

    def __init__(self) -> None:
        self._heap: list[Event] = []
        self._count = 0
        self._most = _FEW  # with more, it is time to let go of those that were cancelled

    def add(self, t_us: int, action: Callable[[int], None], *, by_people: bool = False) -> Event:
        """Plan `action(t_us)` for the time `t_us`."""
        event = Event(t_us, self._count, action, by_people=by_people)
        self._count += 1
        heapq.heappush(self._heap, event)
        if len(self._heap) > self._most:
            self._heap = [event for event in self._heap if not event.cancelled]
            heapq.heapify(self._heap)
            self._most = _FEW + 2 * len(self._heap)
        return event

    def next_us(self) -> int:
        """The time of the earliest event that still stands, or NEVER."""
        heap = self._heap
        while heap and heap[0].cancelled:
            heapq.heappop(heap)
        return heap[0].t_us if heap else NEVER

    def people_act(self, until_us: float) -> bool:
        """Whether somebody does something at the bench until then."""
        if self.next_us() > until_us:
            return False
        return any(e.by_people and not e.cancelled and e.t_us <= until_us for e in self._heap)

    def pop_due(self, t_us: int) -> Event | None:
        """Take out the earliest event if it is due at `t_us`, else None."""
        if self.next_us() > t_us:
            return None
        event = heapq.heappop(self._heap)
        event.happened = True
        return event
