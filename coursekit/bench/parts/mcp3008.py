"""The MCP3008, `coursekit-mcp3008`: eight voltages measured with ten bits, read over SPI.

Source: Microchip, MCP3004/MCP3008 data sheet DS21295. The voltages are those of its CH pins, so a
potentiometer hangs on it as on the board's own converter.
"""

from __future__ import annotations

import random
from math import ceil, log2
from typing import TYPE_CHECKING

from coursekit.bench.buses.reach import volts_of
from coursekit.bench.parts.base import part_type
from coursekit.bench.parts.spi_chip import SPIChip

if TYPE_CHECKING:
    from coursekit.bench.bench import Bench
    from coursekit.bench.diagram import PartSpec

STEPS = 1024
CHANNELS = tuple(f"CH{n}" for n in range(8))
_CONTROL_BITS = 4  # single or differential, then three for the channel
_LIMITS = (2.7, 1.35e6), (5.0, 3.6e6)  # the fastest clock at a supply (electrical characteristics)


@part_type("coursekit-mcp3008")
class Mcp3008(SPIChip):
    """Ten bits of the voltage between a channel and ground, or between two channels.

    After its select pin has gone low it waits for a 1, then takes four bits; two clocks later come
    a 0 and the result, its highest bit first. Whoever clocks on gets it once more, lowest first.
    """

    pins = (*CHANNELS, "DGND", "CS", "DIN", "DOUT", "CLK", "AGND", "VREF", "VDD")
    needs = (("VDD",), ("VREF",), ("AGND",), ("DGND",), ("CS",), ("CLK",), ("DIN",), ("DOUT",))
    noun = "analog to digital converter"
    minus = "DGND"

    def __init__(self, spec: PartSpec) -> None:
        super().__init__(spec)
        self._control: list[int] = []
        self._started = False
        self._clocks = 0  # falling edges since the start bit
        self._result = 0
        self._noise = random.Random()

    def attach(self, bench: Bench) -> None:
        super().attach(bench)
        self._noise = random.Random(f"{bench.seed} {self.id}")

    def on_select(self, t_us: int) -> None:
        self._control.clear()
        self._started = False
        self._clocks = 0
        self.out = None

    def on_rise(self, t_us: int, bit: int) -> None:
        if not self._started:
            self._started = bool(bit)
        elif len(self._control) < _CONTROL_BITS and self._clocks:
            self._control.append(bit)

    def on_fall(self, t_us: int, bit: int) -> None:
        if not self._started:
            return
        self._clocks += 1
        place = self._clocks - (_CONTROL_BITS + 2)
        if place < 0:
            return
        if place == 0:
            self._result = self._convert(t_us)
            self.out = 0
        elif place <= 10:
            self.out = self._result >> (10 - place) & 1
        else:
            self.out = self._result >> (place - 10) & 1

    def _convert(self, t_us: int) -> int:
        single, *number = self._control
        channel = number[0] << 2 | number[1] << 1 | number[2]
        reference = self._volts("VREF", t_us)
        if single:
            volts = self._volts(CHANNELS[channel], t_us) - self._volts("AGND", t_us)
        else:
            volts = self._volts(CHANNELS[channel], t_us) - self._volts(CHANNELS[channel ^ 1], t_us)
        if reference <= 0:
            return STEPS - 1 if volts > 0 else 0
        result = min(STEPS - 1, max(0, int(STEPS * volts / reference)))
        return result ^ self._blur()

    def _volts(self, pin: str, t_us: int) -> float:
        volts = volts_of(self.bench, self.bench.netlist.net(self.id, pin).index, t_us)
        if volts is not None:
            return volts
        self.bench.fault(
            "measured floating",
            f"{self.id}:{pin}",
            f"{self.id} measures {pin}, and nothing holds it: what it reads is noise. Wire a "
            "voltage to it, or measure another channel.",
        )
        return abs(self._noise.gauss(0.8, 0.3))

    def _blur(self) -> int:
        """Which bits are wrong because the clock is too fast for the supply."""
        supply = self.bench.netlist.net(self.id, self.plus).volts or 0.0
        (low_v, low_hz), (high_v, high_hz) = _LIMITS
        limit_hz = low_hz + (high_hz - low_hz) * (supply - low_v) / (high_v - low_v)
        if self.clock_hz is None or self.clock_hz <= limit_hz:
            return 0
        self.bench.fault(
            "fast clock",
            self.id,
            f"{self.id} is clocked with {self.clock_hz / 1e6:.3g} MHz. At {supply:g} V it measures "
            f"well up to {limit_hz / 1e6:.2g} MHz: give SPI a lower baudrate.",
        )
        return self._noise.getrandbits(min(10, 1 + ceil(log2(self.clock_hz / limit_hz))))
