"""A push button, `wokwi-pushbutton`: contact 1 (pins 1.l, 1.r) meets contact 2 (2.l, 2.r).

Attribute bounce: "0" for a contact without bounce. Its channel is 1 while the contact is
closed, bounces included.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from coursekit.bench.parts.base import Part, part_type
from coursekit.bench.parts.contact import Contact, parse_bounce

if TYPE_CHECKING:
    from coursekit.bench.bench import Bench
    from coursekit.bench.diagram import PartSpec
    from coursekit.bench.netlist import Netlist


@part_type("wokwi-pushbutton", "wokwi-pushbutton-6mm")
class PushButton(Part):
    """Connects its two contacts while somebody presses it."""

    pins = ("1.l", "2.l", "1.r", "2.r")
    joined = (("1.l", "1.r"), ("2.l", "2.r"))
    needs = (("1.l", "1.r"), ("2.l", "2.r"))
    noun = "push button"

    def __init__(self, spec: PartSpec) -> None:
        super().__init__(spec)
        self.pressed = False
        self._contact = Contact(self.id, parse_bounce(spec.attrs.get("bounce", "")))

    def build(self, netlist: Netlist) -> None:
        self._contact.control = netlist.add_control(0.0)
        netlist.add_switch(self.id, "1.l", "2.l", self._contact.control)

    def attach(self, bench: Bench) -> None:
        super().attach(bench)
        self._contact.attach(bench)
        self._contact.channel = bench.trace.channel(self.id, "digital")
        self._contact.channel.record(bench.now_us, 0)

    def press(self, for_ms: float | None = None) -> None:
        """Press it now; with `for_ms`, let go that many milliseconds of board time later."""
        with self.bench.lock:
            self.bench.after(0).press(self, for_ms)
            self.bench.advance(self.bench.now_us)

    def release(self) -> None:
        """Let go of it now."""
        with self.bench.lock:
            self.bench.after(0).release(self)
            self.bench.advance(self.bench.now_us)

    def do_press(self, t_us: int) -> None:
        self.pressed = True
        self._contact.go(t_us, True)

    def do_release(self, t_us: int) -> None:
        self.pressed = False
        self._contact.go(t_us, False)

    def state(self) -> dict[str, Any]:
        return {"pressed": self.pressed}
