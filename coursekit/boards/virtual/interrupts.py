"""Interrupts that wait for their handlers on the board, in the order in which they happened.

Apart from the hardware, because a board asks for them in several ways: for the next one, for those
of hard handlers, and after a time with its interrupts off.
"""

from __future__ import annotations

from collections import deque

from coursekit.boards.virtual import protocol as p

MOST = 256
_ORDER = (p.EVENT_TICK, p.EVENT_EDGE, p.EVENT_UART)  # of the RP2040's interrupt numbers
_FLAGS = 0xFC0


class Interrupts:
    """A queue of events, which are words as `protocol` has them, without a count in front."""

    def __init__(self) -> None:
        self._events: deque[int] = deque()
        self._hard: set[int] = set()

    def __len__(self) -> int:
        return len(self._events)

    def add(self, event: int) -> None:
        """One more. A board that does not get round to its interrupts loses them; so does this."""
        if len(self._events) < MOST:
            self._events.append(event)

    def clear(self) -> None:
        """As after a reset."""
        self._events.clear()
        self._hard.clear()

    def set_hard(self, pin: int, hard: bool) -> None:
        """Whether the handler of a pin's edges is a hard one, with the pin's number on the wire."""
        if hard:
            self._hard.add(pin)
        else:
            self._hard.discard(pin)

    def answer(self, how: int) -> tuple[int, int]:
        """What SYNC with the argument `how` is answered: (value, event or 0)."""
        events = self._events
        if how & p.MERGE:
            self._merge_edges()
        if how & p.KEEP:
            hard = sum(self._is_hard(event) for event in self._events)
            soft = len(self._events) - hard
            return (p.HARD_WAITS if hard else 0) | (p.SOFT_WAITS if soft else 0), 0
        if how & p.HARD:
            event = next(filter(self._is_hard, events), 0)
            if event:
                events.remove(event)
        else:
            event = events.popleft() if events else 0
        return 0, event and len(events) << 16 | event

    def _is_hard(self, event: int) -> bool:
        return event >> 12 == p.EVENT_EDGE and event & 63 in self._hard

    def _merge_edges(self) -> None:
        """What a board finds that had its interrupts off: ticks, and one event for each pin.

        In the order of the RP2040's interrupt numbers, pins from the lowest on (gpio_irq in
        ports/rp2/machine_pin.c).
        """
        edges: dict[int, int] = {}
        others = []
        for event in self._events:
            if event >> 12 == p.EVENT_EDGE:
                edges[event & 63] = event | edges.get(event & 63, 0) & _FLAGS
            else:
                others.append(event)
        found = [*others, *(edges[pin] for pin in sorted(edges))]
        self._events = deque(sorted(found, key=lambda event: _ORDER.index(event >> 12)))
