"""From a diagram to the parts themselves and the netlist between them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from coursekit.bench.diagram import ONBOARD_LED_ID, Connection, Diagram, PartSpec
from coursekit.bench.netlist import Netlist
from coursekit.bench.parts import PART_TYPES, OnboardLed, Part


def make_parts(diagram: Diagram) -> dict[str, Part]:
    """The parts by id; the board is none of them, but its LED is."""
    parts: dict[str, Part] = {
        spec.id: PART_TYPES[spec.type](spec) for spec in diagram.parts if spec.type in PART_TYPES
    }
    parts[ONBOARD_LED_ID] = OnboardLed(PartSpec(ONBOARD_LED_ID, "onboard-led"))
    return parts


def make_netlist(
    diagram: Diagram, parts: Iterable[Part], wires: Sequence[Connection] | None = None
) -> Netlist:
    """Nets from the wires, elements from the parts, and what hangs together.

    The same parts give elements and controls the same numbers, whatever the wires;
    those are the diagram's, or `wires` of them.
    """
    netlist = Netlist(diagram, diagram.connections if wires is None else wires)
    netlist.add_onboard_led(ONBOARD_LED_ID)
    for part in parts:
        part.build(netlist)
    netlist.split()
    return netlist
