"""The speaking end of a serial line: it sends one byte after the other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coursekit.bench.buses.uart.burst import Burst, Format

if TYPE_CHECKING:
    from coursekit.bench.bench import Bench


class Sender:
    """Makes bursts of bytes. `free_us`: when the last byte so far is out, in board time."""

    def __init__(self, name: str, format_: Format) -> None:
        self.name = name
        self.format = format_
        self.free_us = 0.0

    @property
    def channel(self) -> str:
        """The name of its channel in the trace, as "UART GP0"."""
        return f"UART {self.name}"

    def send(self, bench: Bench, t_us: float, data: bytes) -> Burst:
        """Send bytes as soon as those before are out; returns what goes over the line."""
        return self._out(bench, Burst.of(max(t_us, self.free_us), data, self.format))

    def send_break(self, bench: Bench, t_us: float, us: float) -> Burst:
        """Hold the line low for so long, as soon as it is free."""
        start_us = max(t_us, self.free_us)
        return self._out(bench, Burst(start_us, start_us + us, b"", self.format))

    def _out(self, bench: Bench, burst: Burst) -> Burst:
        self.free_us = burst.end_us
        bench.trace.channel(self.channel, "bus").record(int(burst.start_us), burst)
        return burst
