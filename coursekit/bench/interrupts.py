"""Edges that PWM makes at a watched input, one event after the other.

PWM is kept as numbers, not as edges, so an interrupt on the other end of its wire has to be
worked out: from each edge follows when the next one comes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from coursekit.bench.events import Event
from coursekit.bench.pins import gpio_name

if TYPE_CHECKING:
    from coursekit.bench.bench import Bench
    from coursekit.bench.live import Group

MAX_HZ = 20_000.0
"""Faster PWM gives no interrupts here; MicroPython could not follow it on a board either."""


class PwmEdges:
    """For each component with PWM and a watched pin, the event of its next edge."""

    def __init__(self, bench: Bench) -> None:
        self._bench = bench
        self._next: dict[Group, Event] = {}

    def forget(self) -> None:
        """Give up all events: the components are others now."""
        while self._next:
            self._next.popitem()[1].cancel()

    def restart(self, group: Group) -> None:
        """Look anew, after a change of PWM or of what is watched."""
        if not self._next and not group.watched:
            return
        event = self._next.pop(group, None)
        if event is not None:
            event.cancel()
        if not (group.pwm and group.watched):
            return
        for pin in group.pwm:
            if pin.pwm is not None and pin.pwm.freq_hz > MAX_HZ:
                watched = gpio_name(group.watched[0].gpio)
                self._bench.fault(
                    "fast PWM",
                    watched,
                    f"{watched} waits for edges, and PWM of {pin.pwm.freq_hz:g} Hz from "
                    f"{gpio_name(pin.gpio)} reaches it. Above {MAX_HZ:g} Hz the bench makes no "
                    "interrupts: lower the frequency.",
                )
                return
        self._plan(group, self._bench.now_us)

    def _plan(self, group: Group, after_us: int) -> None:
        coming = [p.pwm.next_edge(after_us) for p in group.pwm if p.pwm is not None]
        times = [edge[0] for edge in coming if edge is not None]
        if times:
            self._next[group] = self._bench.schedule(min(times), lambda t: self._edge(group, t))

    def _edge(self, group: Group, t_us: int) -> None:
        self._next.pop(group, None)
        group.sense(t_us, group.node_at(t_us))
        if group not in self._next and group.pwm and group.watched:
            self._plan(group, t_us)
