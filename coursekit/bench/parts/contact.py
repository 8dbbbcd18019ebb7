"""A mechanical contact that bounces, shared by button and switch.

Metal that meets metal rebounds: the contact opens and closes irregularly for some
milliseconds before it rests. Every beginner's counter counts those.
"""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

from coursekit.bench.events import Event

if TYPE_CHECKING:
    from coursekit.bench.bench import Bench
    from coursekit.bench.trace import Channel

BOUNCE_US = 5_000
"""A contact is at rest this long after it was moved."""


class Contact:
    """One contact: closed or open, with bounce on the way from one to the other."""

    def __init__(self, name: str, bounces: bool) -> None:
        self.name = name
        self.bounces = bounces
        self.control = -1
        self.channel: Channel | None = None
        self._bench: Bench | None = None
        self._pending: list[Event] = []
        self._rng = random.Random()

    def attach(self, bench: Bench) -> None:
        """Take a place on the bench; the bounce pattern follows from the bench's seed."""
        self._bench = bench
        self._rng = random.Random(f"{bench.seed} {self.name}")

    def snap(self, t_us: int, closed: bool) -> bool:
        """Close or open at `t_us` for good; what was still bouncing is cut short."""
        for event in self._pending:
            event.cancel()
        self._pending.clear()
        return self._set(t_us, closed)

    def go(self, t_us: int, closed: bool) -> None:
        """Begin to close or to open at `t_us`, with bounce if the contact has any."""
        moved = self.snap(t_us, closed)
        if not (moved and self.bounces):
            return
        count = 2 * self._rng.randint(2, 7)
        delays = sorted(self._rng.sample(range(40, BOUNCE_US), count))
        for number, delay_us in enumerate(delays):
            self._plan(t_us + delay_us, closed if number % 2 else not closed)

    def _plan(self, t_us: int, closed: bool) -> None:
        assert self._bench is not None
        self._pending.append(self._bench.schedule(t_us, lambda t: void(self._set(t, closed))))

    def _set(self, t_us: int, closed: bool) -> bool:
        assert self._bench is not None
        if bool(self._bench.control(self.control)) == closed:
            return False
        if self.channel is not None:
            self.channel.record(t_us, int(closed))
        self._bench.set_control(self.control, float(closed), t_us)
        return True


def void(_: object) -> None:
    """For a lambda that must not return anything."""


def parse_bounce(text: str) -> bool:
    """Wokwi's attribute: "0" is a contact that does not bounce. Raises ValueError."""
    if text not in ("", "0", "1"):
        raise ValueError(f'bounce must be "0" or "1", not {text!r}.')
    return text != "0"
