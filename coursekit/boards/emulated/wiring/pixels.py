"""The wave that a program sends to NeoPixels, read as the first of them reads it.

Edges at a pin that leads to a pixel's DIN are kept back until it is clear whether they are bits:
a high time of less than 2 us is one. So a strip's wave does not fill the trace with edges.
"""

from __future__ import annotations

from rp2040py.rp2040 import RP2040

from coursekit.bench import Bench
from coursekit.bench.parts.neopixel import pixel_parts
from coursekit.boards.emulated.wiring.numbers import BENCH_GPIO

_ONE_NS = 600.0
"""High for longer is a 1: between T0H (0.4 us) and T1H (0.8 us), each of which may be 0.15 us off
(WS2812B datasheet). So a strip takes the slower wave of a WS2811 for ones."""
_BIT_MAX_NS = 2000.0
_LATCH_NS = 50_000.0
"""Low for so long, and the pixels show what they have got (WS2812B datasheet, reset code)."""


class Pixels:
    """The lines of `mcu` on which pixels listen. `lines` has them, by GPIO of the chip."""

    def __init__(self, mcu: RP2040, bench: Bench) -> None:
        self._mcu, self._bench = mcu, bench
        self._parts = pixel_parts(bench.parts.values())
        self.lines: dict[int, Line] = {}

    def look(self, gpio: int) -> None:
        """A pin becomes an output: find out whether pixels listen there; wires may be others."""
        if not self._parts:
            return
        bench = self._bench
        nets = bench.pin(BENCH_GPIO[gpio]).group.component.nets
        reached = any(bench.netlist.net(part.id, "DIN").index in nets for part in self._parts)
        if not reached:
            line = self.lines.pop(gpio, None)
            if line is not None:
                line.end()
        elif gpio not in self.lines:
            self.lines[gpio] = Line(self._mcu, bench, BENCH_GPIO[gpio])

    def settle(self) -> None:
        """Somebody looks at the lines now: what is kept back and may be no bit is none."""
        for line in self.lines.values():
            line.give_up()

    def reset(self) -> None:
        """The chip was reset: its pins are outputs no more."""
        for line in self.lines.values():
            line.end()
        self.lines.clear()

    close = reset


class Line:
    """One pin with pixels on its wire. gpio: the bench's number."""

    def __init__(self, mcu: RP2040, bench: Bench, gpio: int) -> None:
        self._bench, self._gpio = bench, gpio
        self._clock = mcu.clock
        self._alarm = mcu.clock.create_alarm(self._look)
        self._armed = False
        self._rise_ns: float | None = None  # of an edge that the bench has not been told of
        self._fall_ns = 0.0
        self._high_ns: list[float] = []

    def edge(self, level: int) -> None:
        """The program sets the pin to a new level."""
        now_ns = self._clock.nanos
        if level:
            self._rise_ns = now_ns
            if not self._armed:
                self._arm(_BIT_MAX_NS)
        elif self._rise_ns is None:  # the end of a level that lasted
            self._bench.write(self._gpio, int(now_ns // 1000), 0)
        else:
            self._high_ns.append(now_ns - self._rise_ns)
            self._rise_ns, self._fall_ns = None, now_ns

    def give_up(self) -> None:
        """The level is needed now: it counts as one that lasts, if no bits came before it."""
        if self._rise_ns is not None and not self._high_ns:
            self._tell_rise(self._rise_ns)

    def end(self) -> None:
        """The pin is no output any more; what was sent is sent."""
        self._alarm.cancel()
        self._armed = False
        self._send()
        self._rise_ns = None

    def _look(self) -> None:
        self._armed = False
        now_ns = self._clock.nanos
        if self._rise_ns is not None:
            left_ns = self._rise_ns + _BIT_MAX_NS - now_ns
            if left_ns > 0:
                self._arm(left_ns)
                return
            self._tell_rise(self._rise_ns)
        elif self._high_ns:
            left_ns = self._fall_ns + _LATCH_NS - now_ns
            if left_ns > 0:
                self._arm(left_ns)
            else:
                self._send()

    def _arm(self, delay_ns: float) -> None:
        self._armed = True
        self._alarm.schedule(delay_ns)

    def _tell_rise(self, rise_ns: float) -> None:
        self._send()
        self._rise_ns = None
        self._bench.write(self._gpio, int(rise_ns // 1000), 1)

    def _send(self) -> None:
        """Give the bytes that are complete to the pixels."""
        high_ns, self._high_ns = self._high_ns, []
        data = bytes(
            sum((width > _ONE_NS) << 7 - bit for bit, width in enumerate(high_ns[at : at + 8]))
            for at in range(0, len(high_ns) - 7, 8)
        )
        if data:
            self._bench.neopixel(self._gpio, int(self._clock.nanos // 1000), data)
