"""The 74HC595, `wokwi-74hc595`: eight outputs behind three wires, filled by SPI or by hand.

Source: Nexperia, 74HC595/74HCT595 data sheet: eight bits are shifted in at rising edges of SHCP,
and shown on Q0 to Q7 at a rising edge of STCP. Q7S leads to the DS of the next one in a chain.
"""

from __future__ import annotations

import random
from typing import TYPE_CHECKING, Any

from coursekit.bench.parts.base import part_type
from coursekit.bench.parts.output import Output
from coursekit.bench.parts.spi_chip import SPIChip

if TYPE_CHECKING:
    from coursekit.bench.bench import Bench
    from coursekit.bench.diagram import PartSpec
    from coursekit.bench.netlist import Netlist
    from coursekit.bench.trace import Channel

OUTPUTS = tuple(f"Q{n}" for n in range(8))
Q_OHMS = 50.0
"""0.33 V at 6 mA at most, at 4.5 V (static characteristics)."""


@part_type("wokwi-74hc595")
class ShiftRegister(SPIChip):
    """It has no select pin and always listens. OE low shows the outputs, MR low clears the bits."""

    pins = ("DS", "SHCP", "STCP", "OE", *OUTPUTS, "Q7S", "MR", "GND", "VCC")
    needs = (("VCC",), ("GND",), ("DS",), ("SHCP",), ("STCP",), ("OE",), ("MR",))
    noun = "shift register"
    select = ""
    clk, din, dout, plus = "SHCP", "DS", "Q7S", "VCC"

    def __init__(self, spec: PartSpec) -> None:
        super().__init__(spec)
        self.bits = 0
        """What has been shifted in; the bit that came last is the lowest."""
        self.shown = 0
        """What was taken over at STCP: bit 0 is Q0."""
        self._enabled = self._cleared = False
        self._stcp: int | None = None
        self._outputs: list[Output] = []
        self._channel: Channel | None = None

    def build(self, netlist: Netlist) -> None:
        super().build(netlist)
        self._outputs = [
            Output(netlist, self.id, pin, plus="VCC", minus="GND", ohms=Q_OHMS) for pin in OUTPUTS
        ]

    def attach(self, bench: Bench) -> None:
        super().attach(bench)
        self._channel = bench.trace.channel(self.id, "analog")

    def connect(self, bench: Bench) -> None:
        super().connect(bench)
        self._watch(bench, "MR", self._clear)
        self._watch(bench, "OE", self._enable)
        self._watch(bench, "STCP", self._store)

    def on_power(self, t_us: int) -> None:
        noise = random.Random(f"{self.bench.seed} {self.id}")
        self.bits = noise.getrandbits(8)
        self.out = self.bits >> 7
        self._take_over(t_us, noise.getrandbits(8))

    def on_rise(self, t_us: int, bit: int) -> None:
        if not self._cleared:
            self.bits = (self.bits << 1 | bit) & 0xFF
            self.out = self.bits >> 7

    def on_deselect(self, t_us: int) -> None:
        self._show(t_us)  # its supply has gone

    def state(self) -> dict[str, Any]:
        return {"shown": self.shown if self.powered and self._enabled else None}

    def _clear(self, t_us: int, level: int) -> None:
        self._cleared = not level
        if self._cleared and self.powered:
            self.bits = self.out = 0
            self._show_output(t_us)

    def _enable(self, t_us: int, level: int) -> None:
        self._enabled = not level
        self._show(t_us)

    def _store(self, t_us: int, level: int) -> None:
        before, self._stcp = self._stcp, level
        if level and before == 0 and self.powered:
            self._take_over(t_us, self.bits)

    def _take_over(self, t_us: int, bits: int) -> None:
        self.shown = bits
        if self._channel is not None:
            self._channel.record(t_us, bits)
        self._show(t_us)

    def _show_output(self, t_us: int) -> None:
        # Q7S follows the clock a little later, so that the next one in a chain reads what was there
        if self._in_transfer:
            return
        self.bench.schedule(t_us, lambda now_us: self.output.put(self.bench, now_us, self.out))

    def _show(self, t_us: int) -> None:
        active = self.powered and self._enabled
        for place, output in enumerate(self._outputs):
            output.put(self.bench, t_us, self.shown >> place & 1 if active else None)
