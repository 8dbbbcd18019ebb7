"""The bench's events as one alarm of the emulated clock, so that each happens at its very time.

The emulator jumps from alarm to alarm while its core sleeps; without one of its own, the bench
would be told of the time only when a program touches a pin.
"""

from __future__ import annotations

from rp2040py.rp2040 import RP2040

from coursekit.bench import Bench


class BenchEvents:
    """Runs what is due on `bench` by the clock of `mcu`, and looks again when more is planned.

    What a scripted stimulus raises comes out of whatever runs the chip.
    """

    def __init__(self, mcu: RP2040, bench: Bench) -> None:
        self._clock = mcu.clock
        self._bench = bench
        self._alarm = mcu.clock.create_alarm(self._due)
        self._planned_us: int | None = None
        self._running = False
        bench.on_schedule = self.plan
        bench.catch_up = self._catch_up
        self.plan()

    def close(self) -> None:
        """Nothing happens any more."""
        self._alarm.cancel()
        self._bench.on_schedule = self._bench.catch_up = _ignore

    def plan(self) -> None:
        """Set the alarm for the bench's next event."""
        if self._running:
            return
        due_us = self._bench.next_event_us()
        if due_us == self._planned_us:
            return
        self._planned_us = due_us
        if due_us is None:
            self._alarm.cancel()
        else:
            self._alarm.schedule(max(0.0, due_us * 1000.0 - self._clock.nanos))

    def _catch_up(self) -> None:
        self._bench.advance(int(self._clock.nanos // 1000))

    def _due(self) -> None:
        planned_us, self._planned_us = self._planned_us or 0, None
        self._running = True
        try:
            # The sum of two floats may lie a hair before the whole microsecond.
            self._bench.advance(max(int(self._clock.nanos // 1000), planned_us))
        finally:
            self._running = False
            self.plan()


def _ignore() -> None:
    """Nobody runs the chip any more."""
