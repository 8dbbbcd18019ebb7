"""The bench's time: it comes in from outside, never goes back, and lets events happen.

Apart from the bench itself so that the rules of time stand in one place.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, cast

from coursekit.bench.errors import BenchError
from coursekit.bench.events import NEVER, Event, EventQueue
from coursekit.bench.moment import Moment
from coursekit.bench.trace import Trace
from coursekit.interruption import WholeLock

if TYPE_CHECKING:
    from coursekit.bench.bench import Bench

_TIDY_US = 1_000_000


class Timeline:
    """Clock, lock, events and trace of a bench. Times are microseconds since the board started."""

    def __init__(self) -> None:
        self.lock = WholeLock()
        self.now_us = 0
        self.trace = Trace(self.lock, lambda: self.now_us)
        self.on_schedule: Callable[[], None] = lambda: None
        self.catch_up: Callable[[], None] = lambda: None
        """Set by whoever brings the time: takes in what has happened up to the present."""
        self._queue = EventQueue()
        self._tidy_us = _TIDY_US
        self._attention_us = _TIDY_US  # the next time at which a write must look up
        self._advancing = False

    def advance(self, t_us: int) -> None:
        """Let the time pass up to `t_us`, and everything due happen in its order."""
        if self._advancing:  # an event's own calls happen at the event's time
            return
        self._advancing = True
        try:
            while (event := self._queue.pop_due(t_us)) is not None:
                self.now_us = max(self.now_us, event.t_us)
                event.action(self.now_us)
            self.now_us = max(self.now_us, t_us)
            if self.now_us >= self._tidy_us:
                self._tidy()
        finally:
            self._advancing = False
            self._attention_us = min(self._queue.next_us(), self._tidy_us)

    def present_us(self) -> int:
        """What a person at the bench calls now, in microseconds of board time."""
        self.catch_up()
        return self.now_us

    def next_event_us(self) -> int | None:
        """When the next event is due, or None."""
        t_us = self._queue.next_us()
        return None if t_us == NEVER else t_us

    def people_act(self, until_us: float) -> bool:
        """Whether somebody has planned to do something at the bench until then."""
        return self._queue.people_act(until_us)

    def schedule(
        self, t_us: int, action: Callable[[int], None], *, by_people: bool = False
    ) -> Event:
        """Plan `action(t_us)`; a time that has passed means now. The event can be cancelled."""
        before = self._queue.next_us()
        event = self._queue.add(max(int(t_us), self.now_us), action, by_people=by_people)
        self._attention_us = min(self._attention_us, event.t_us)
        if event.t_us < before:
            self.on_schedule()
        return event

    def at(self, ms: float) -> Moment:
        """A moment of board time, in milliseconds since the board started. Not in the past."""
        t_us = round(1000 * ms)
        if t_us < self.present_us():
            raise BenchError(
                f"at({ms:g}) has passed: the board's clock shows {self.now_us / 1000:g} ms. "
                "Use a later time, or after(ms), which counts from now."
            )
        return Moment(cast("Bench", self), t_us)

    def after(self, ms: float) -> Moment:
        """A moment so many milliseconds of board time from now."""
        return Moment(cast("Bench", self), self.present_us() + max(0, round(1000 * ms)))

    def _reach(self, t_us: int) -> int:
        """Bring the bench to `t_us`; returns the time that it is then."""
        if t_us >= self._attention_us:
            self.advance(t_us)
        self.now_us = max(self.now_us, t_us)
        return self.now_us

    def _tidy(self) -> None:
        self._tidy_us = self.now_us + _TIDY_US
        self.trace.tidy()
