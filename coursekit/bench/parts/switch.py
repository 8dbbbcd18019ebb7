"""A slide switch, `wokwi-slide-switch`: pin 2 meets pin 1 (left) or pin 3 (right).

Attribute value: "" or "0" begins on the left, "1" on the right; bounce: "0" for none.
Its channel is 0 for left, 1 for right.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from coursekit.bench.errors import BenchError
from coursekit.bench.parts.base import Part, part_type
from coursekit.bench.parts.contact import Contact, parse_bounce

if TYPE_CHECKING:
    from coursekit.bench.bench import Bench
    from coursekit.bench.diagram import PartSpec
    from coursekit.bench.netlist import Netlist
    from coursekit.bench.trace import Channel


@part_type("wokwi-slide-switch")
class SlideSwitch(Part):
    """One handle, two places. It opens one contact before it closes the other."""

    pins = ("1", "2", "3")
    needs = (("2",), ("1", "3"))
    noun = "slide switch"

    def __init__(self, spec: PartSpec) -> None:
        super().__init__(spec)
        value = spec.attrs.get("value", "")
        if value not in ("", "0", "1"):
            raise ValueError(f'value must be "" (left) or "1" (right), not {value!r}.')
        self.side = "right" if value == "1" else "left"
        bounces = parse_bounce(spec.attrs.get("bounce", ""))
        self._contacts = {
            "left": Contact(f"{self.id} left", bounces),
            "right": Contact(f"{self.id} right", bounces),
        }
        self._channel: Channel | None = None

    def build(self, netlist: Netlist) -> None:
        for side, pin in (("left", "1"), ("right", "3")):
            contact = self._contacts[side]
            contact.control = netlist.add_control(float(side == self.side))
            netlist.add_switch(self.id, pin, "2", contact.control)

    def attach(self, bench: Bench) -> None:
        super().attach(bench)
        for contact in self._contacts.values():
            contact.attach(bench)
        self._channel = bench.trace.channel(self.id, "digital")
        self._channel.record(bench.now_us, int(self.side == "right"))

    def move(self, side: str) -> None:
        """Move the handle now, to "left" or to "right"."""
        with self.bench.lock:
            self.bench.after(0).move(self, side)
            self.bench.advance(self.bench.now_us)

    def do_move(self, t_us: int, side: str) -> None:
        if side not in self._contacts:
            raise BenchError(f'{self.id} moves to "left" or to "right", not to {side!r}.')
        if side == self.side:
            return
        self._contacts[self.side].snap(t_us, closed=False)
        self.side = side
        self._contacts[side].go(t_us, True)
        if self._channel is not None:
            self._channel.record(t_us, int(side == "right"))

    def state(self) -> dict[str, Any]:
        return {"position": 3 if self.side == "right" else 1}
