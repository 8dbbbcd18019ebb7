"""What a driven pin does to the nets around it: who hears a clock, which voltage a chip measures.

Buses that drive their wires ask here instead of believing a wire: a series resistor passes a
signal on, a short or a second driver does not.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from coursekit.bench.circuit import Drive

if TYPE_CHECKING:
    from collections.abc import Mapping

    from coursekit.bench.bench import Bench
    from coursekit.bench.live import Group, Node


def follows(bench: Bench, gpio: int | None, net: int) -> bool:
    """Whether a net takes the level that a GPIO drives, all else being as it is now."""
    if gpio is None:
        return False
    pin = bench.pin(gpio)
    if net not in pin.group.component.nets:
        return False
    low, high = (pin.group.with_drive(pin.slot, d).solution for d in (Drive.LOW, Drive.HIGH))
    return (low.level(net), high.level(net)) == (0, 1)


def level_of(bench: Bench, net: int, t_us: int) -> int | None:
    """0 or 1 as a chip's input sees the net at `t_us`; None where nobody can say."""
    volts = volts_of(bench, net, t_us)
    if volts is None:
        return None
    return 1 if volts >= 2.0 else 0 if volts <= 0.8 else None


def volts_of(bench: Bench, net: int, t_us: int) -> float | None:
    """The voltage on a net at `t_us`; None where nothing holds it."""
    rail = bench.netlist.nets[net].volts
    if rail is not None:
        return rail
    group = bench.group_of_net(net)
    solution = (group.node_at(t_us) if group.pwm else group.node).solution
    return None if net in solution.floating else solution.volts[net]


def with_settings(group: Group, settings: Mapping[int, float], of: Node | None = None) -> Node:
    """The state that differs from the present one (or from `of`) by some controls."""
    node = of or group.node
    places = zip(group.component.controls, node.controls, strict=True)
    return group.node_for(node.drives, tuple(settings.get(c, value) for c, value in places))
