"""An RGB LED, `wokwi-rgb-led`: pins R, G, B and COM; attribute common "anode" or "cathode".

As in Wokwi, the common pin is the anode unless the diagram says otherwise. Three channels:
"rgb1.R", "rgb1.G", "rgb1.B".
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from coursekit.bench.parts.base import Part, part_type
from coursekit.bench.parts.led import DROP_V, Light

if TYPE_CHECKING:
    from coursekit.bench.bench import Bench
    from coursekit.bench.diagram import PartSpec
    from coursekit.bench.netlist import Netlist

_COLORS = {"R": "red", "G": "green", "B": "blue"}


@part_type("wokwi-rgb-led")
class RgbLed(Part):
    """Three LEDs in one case."""

    pins = ("R", "COM", "G", "B")
    needs = (("COM",), ("R", "G", "B"))
    noun = "RGB LED"

    def __init__(self, spec: PartSpec) -> None:
        super().__init__(spec)
        self.common = spec.attrs.get("common", "anode")
        if self.common not in ("anode", "cathode"):
            raise ValueError(f'common must be "anode" or "cathode", not {self.common!r}.')
        # A modern green die sits at the voltage of a blue one: both are made of InGaN.
        self._lights = {
            pin: Light(f"{self.id}.{pin}", DROP_V["red" if pin == "R" else "blue"])
            for pin in _COLORS
        }

    def build(self, netlist: Netlist) -> None:
        for pin, light in self._lights.items():
            ends = ("COM", pin) if self.common == "anode" else (pin, "COM")
            light.build(netlist, self.id, *ends)

    def attach(self, bench: Bench) -> None:
        super().attach(bench)
        for light in self._lights.values():
            light.attach(bench)

    def connect(self, bench: Bench) -> None:
        for light in self._lights.values():
            light.connect(bench)

    @property
    def lit(self) -> bool:
        """Whether any of the three gives light now."""
        return any(self.rgb)

    @property
    def rgb(self) -> tuple[float, float, float]:
        """The brightness of red, green and blue now, each 0..1."""
        return self.rgb_at(self.bench.present_us())

    def rgb_at(self, t_us: int) -> tuple[float, float, float]:
        """The brightness of red, green and blue at `t_us` of board time, each 0..1."""
        red, green, blue = (light.brightness_at(t_us) for light in self._lights.values())
        return red, green, blue

    def state(self) -> dict[str, Any]:
        return {"rgb": self.rgb}
