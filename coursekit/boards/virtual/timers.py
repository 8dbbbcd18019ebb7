"""A running machine.Timer: on the host, because the bench's event queue knows what is due when."""

from __future__ import annotations

from collections.abc import Callable

from coursekit.bench import Bench


class BoardTimer:
    """Calls `tick(t_us)` when it is due: once, or every `period_us` microseconds until cancelled.

    A late tick does not shift the next one.
    """

    def __init__(
        self,
        bench: Bench,
        start_us: int,
        period_us: int,
        periodic: bool,
        tick: Callable[[int], None],
    ) -> None:
        self._bench = bench
        self._due_us = start_us + period_us
        self._period_us = period_us
        self._periodic = periodic
        self._tick = tick
        self._event = bench.schedule(self._due_us, self._fire)

    def cancel(self) -> None:
        """No tick from now on."""
        self._event.cancel()

    def _fire(self, t_us: int) -> None:
        if self._periodic:
            self._due_us += self._period_us
            self._event = self._bench.schedule(self._due_us, self._fire)
        self._tick(t_us)
