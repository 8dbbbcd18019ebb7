"""A potentiometer, `wokwi-potentiometer`: SIG is the slider between GND and VCC.

Attribute value: where the knob begins, Wokwi's "0" to "1023", or a fraction as "0.5".
Its channel is the position 0..1, a share without a unit.
"""

from __future__ import annotations

from math import isfinite
from typing import TYPE_CHECKING, Any

from coursekit.bench.errors import BenchError
from coursekit.bench.parts.base import Part, part_type

if TYPE_CHECKING:
    from coursekit.bench.bench import Bench
    from coursekit.bench.diagram import PartSpec
    from coursekit.bench.netlist import Netlist
    from coursekit.bench.trace import Channel

TRACK_OHMS = 10_000.0
"""The whole track, from GND to VCC: the usual value on a breadboard."""


def parse_position(text: str) -> float:
    """0..1 from "0".."1023", or from a number with a point. Raises ValueError."""
    try:
        position = float(text) if "." in text else int(text or "0") / 1023
    except ValueError:
        position = -1.0
    if not 0 <= position <= 1:
        raise ValueError(f'value must be "0" to "1023", or "0.0" to "1.0", not {text!r}.')
    return position


@part_type("wokwi-potentiometer", "wokwi-slide-potentiometer")
class Potentiometer(Part):
    """A knob that taps a voltage between GND and VCC."""

    pins = ("GND", "SIG", "VCC")
    needs = (("GND",), ("SIG",), ("VCC",))
    noun = "potentiometer"

    def __init__(self, spec: PartSpec) -> None:
        super().__init__(spec)
        self.position = parse_position(spec.attrs.get("value", "0"))
        self._control = -1
        self._channel: Channel | None = None

    def build(self, netlist: Netlist) -> None:
        self._control = netlist.add_control(self.position)
        netlist.add_track(self.id, "GND", "SIG", self._control, TRACK_OHMS, rising=True)
        netlist.add_track(self.id, "SIG", "VCC", self._control, TRACK_OHMS, rising=False)

    def attach(self, bench: Bench) -> None:
        super().attach(bench)
        self._channel = bench.trace.channel(self.id, "analog")
        self._channel.record(bench.now_us, self.position)

    def turn(self, position: float) -> None:
        """Turn the knob now, to 0.0 (GND) .. 1.0 (VCC)."""
        with self.bench.lock:
            self.bench.after(0).turn(self, position)
            self.bench.advance(self.bench.now_us)

    def do_turn(self, t_us: int, position: float) -> None:
        if not (isfinite(position) and 0 <= position <= 1):
            raise BenchError(f"{self.id} turns from 0.0 to 1.0, not to {position}.")
        self.position = float(position)
        if self._channel is not None:
            self._channel.record(t_us, self.position)
        self.bench.set_control(self._control, self.position, t_us)

    def state(self) -> dict[str, Any]:
        return {"value": self.position}
