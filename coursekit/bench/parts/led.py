"""An LED, `wokwi-led`: pins A (anode, +) and C (cathode, -), attribute color.

Its channel is digital: 1 while at least LIT_MA flow through it.
"""

from __future__ import annotations

import colorsys
import re
from typing import TYPE_CHECKING, Any

from coursekit.bench.live import Tap
from coursekit.bench.parts.base import Part, part_type

if TYPE_CHECKING:
    from coursekit.bench.bench import Bench
    from coursekit.bench.circuit import Solution
    from coursekit.bench.diagram import PartSpec
    from coursekit.bench.netlist import Netlist
    from coursekit.bench.trace import Channel

LIT_MA = 0.3
"""The current from which the eye sees a modern LED light."""

DROP_V = {"red": 1.8, "orange": 2.0, "yellow": 2.0, "green": 2.1, "blue": 2.8, "white": 2.8}
"""Forward drop at the knee by colour: typical of 5 mm LEDs, the datasheets differ by 0.2 V."""

ON_OHMS = 10.0
"""How steeply the current rises above the knee."""


def drop_of(color: str) -> float:
    """Forward drop in volts of an LED of this colour: a name, or "#rrggbb"."""
    name = color.lower()
    if re.fullmatch(r"#([0-9a-f]{3}){1,2}", name):
        digits = name[1:] if len(name) == 7 else "".join(2 * c for c in name[1:])
        rgb = [int(digits[i : i + 2], 16) / 255 for i in (0, 2, 4)]
        hue, saturation, _ = colorsys.rgb_to_hsv(rgb[0], rgb[1], rgb[2])
        degrees = 360 * hue
        if saturation < 0.2:
            name = "white"
        elif degrees < 20 or degrees > 330:
            name = "red"
        elif degrees < 70:
            name = "yellow"
        else:
            name = "green" if degrees < 170 else "blue"
    name = {"limegreen": "green", "lime": "green", "gold": "yellow"}.get(name, name)
    return DROP_V.get(name, DROP_V["white"] if name in ("purple", "pink", "cyan") else 2.0)


class Light:
    """One light-emitting diode, alone in an LED or one of three in an RGB LED."""

    def __init__(self, name: str, drop_v: float, ohms: float = ON_OHMS) -> None:
        self.name = name
        self.drop_v = drop_v
        self.ohms = ohms
        self.diode = -1
        self.channel: Channel | None = None

    def build(self, netlist: Netlist, part: str, anode: str, cathode: str) -> None:
        """Put the diode into the circuit."""
        self.diode = netlist.add_diode(part, anode, cathode, self.name, self.drop_v, self.ohms)

    def attach(self, bench: Bench) -> None:
        """Make the channel."""
        self.channel = bench.trace.channel(self.name, "digital")
        self._tap = Tap(self._lit, self.channel)

    def connect(self, bench: Bench) -> None:
        """Have the bench write to the channel."""
        bench.add_tap(self._tap, diode=self.diode)

    def _lit(self, solution: Solution) -> int:
        return 1 if solution.diode_ma[self.diode] > LIT_MA else 0

    def brightness_at(self, t_us: int) -> float:
        """0..1 at `t_us`: how much of the time it is on, as the eye sees PWM."""
        if self.channel is None:
            return 0.0
        return self.channel.on_fraction_at(t_us)


@part_type("wokwi-led")
class Led(Part):
    """Lights up when current flows from A to C."""

    pins = ("A", "C")
    needs = (("A",), ("C",))
    noun = "LED"

    def __init__(self, spec: PartSpec) -> None:
        super().__init__(spec)
        self.color = spec.attrs.get("color", "red")
        self._light = self._make_light()

    def _make_light(self) -> Light:
        return Light(self.id, drop_of(self.color))

    def build(self, netlist: Netlist) -> None:
        self._light.build(netlist, self.id, "A", "C")

    def attach(self, bench: Bench) -> None:
        super().attach(bench)
        self._light.attach(bench)

    def connect(self, bench: Bench) -> None:
        self._light.connect(bench)

    @property
    def lit(self) -> bool:
        """Whether any light is to be seen now."""
        return self.brightness > 0

    @property
    def brightness(self) -> float:
        """How bright it is now, 0..1: the part of the time that current flows."""
        return self.brightness_at(self.bench.present_us())

    def brightness_at(self, t_us: int) -> float:
        """How bright it was at `t_us` of board time, 0..1."""
        return self._light.brightness_at(t_us)

    def state(self) -> dict[str, Any]:
        return {"brightness": self.brightness}


class OnboardLed(Led):
    """The LED on the Pico W itself, its series resistor included."""

    noun = "on-board LED"

    def _make_light(self) -> Light:
        return Light(self.id, DROP_V["green"], ohms=470.0)
