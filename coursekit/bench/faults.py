"""What is wrong with the wiring, said as a colleague at the next desk would say it.

Some faults show in the wiring alone, the others when the program drives a pin or reads one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from coursekit.bench.circuit import SUPPLY_V, Drive, Solution
from coursekit.bench.netlist import Component, Diode, Element, Net, Netlist, Switch
from coursekit.bench.parts.base import Part
from coursekit.bench.pico import RAILS
from coursekit.bench.pins import ONBOARD_LED, Pull, gpio_name

LED_MAX_MA = 15.0
GPIO_MAX_MA = 12.0
"""The strongest drive setting of an RP2040 pin; what the datasheet lets one GPIO deliver."""
GPIO_MAX_V = 3.63
"""IOVDD at its highest (RP2040 datasheet, operating conditions)."""


@dataclass(frozen=True, slots=True)
class Fault:
    """Something to put right. `where` names parts or pins; `t_us` is None for the wiring alone."""

    where: str
    text: str
    kind: str = ""
    t_us: int | None = None

    def __str__(self) -> str:
        return self.text


class FaultBook:
    """The faults of one bench; each kind once for each place, as it first showed."""

    def __init__(self) -> None:
        self._faults: dict[tuple[str, str], Fault] = {}

    def add(self, fault: Fault, t_us: int) -> None:
        """Note a fault that has shown at `t_us`, if it is new."""
        self._faults.setdefault((fault.kind, fault.where), replace(fault, t_us=t_us))

    def add_wiring(self, netlist: Netlist, parts: Iterable[Part]) -> None:
        """Note what the wiring alone shows: all of it, also twice of a kind at one part."""
        for fault in wiring_faults(netlist, parts):
            key = (fault.kind, fault.where)
            self._faults[key if key not in self._faults else (fault.kind, fault.text)] = fault

    def all(self) -> list[Fault]:
        """All faults, in the order in which they showed."""
        return list(self._faults.values())


def wiring_faults(netlist: Netlist, parts: Iterable[Part]) -> list[Fault]:
    """Faults that the diagram alone shows."""
    found: list[Fault] = []
    for net in netlist.nets:
        found += _rail_faults(net)
    for part in parts:
        found += _loose_pins(netlist, part)
        found += _reversed(netlist, part)
    return found


def state_faults(
    netlist: Netlist,
    component: Component,
    drives: tuple[int, ...],
    controls: tuple[float, ...],
    solution: Solution,
) -> list[Fault]:
    """Faults that one state of a component shows: too much current, too much voltage."""
    setting = dict(zip(component.controls, controls, strict=True))
    closed = [s for s in component.switches if setting[s.control]]
    fights = list(_fights(netlist, component, drives, closed))
    found = fights + list(_bright_leds(netlist, component, solution))
    if not found:
        found += _overloads(component, drives, solution)
    for gpio in component.gpios:
        net = netlist.gpio_net(gpio).index
        volts = solution.volts[net]
        if volts > GPIO_MAX_V and net not in solution.floating and netlist.nets[net].volts is None:
            found.append(_over_voltage(gpio_name(gpio), volts))
    return found


def floating_fault(netlist: Netlist, gpio: int, verb: str = "read") -> Fault:
    """A GPIO is read (or measured) while nothing decides its level."""
    name, net = gpio_name(gpio), netlist.gpio_net(gpio)
    reached = netlist.reach(net.index)
    buttons = _switches_on(netlist, reached)
    if verb == "measured":
        text = (
            f"{name} is measured, but nothing sets its voltage: the numbers are noise. "
            "Wire it to what you want to measure, as the middle pin of a potentiometer."
        )
    elif buttons:
        high = not any(netlist.nets[n].volts == 0.0 for n in reached)
        pull, rail = ("PULL_DOWN", "GND") if high else ("PULL_UP", "3V3")
        text = (
            f"{name} is read while {listed(buttons)} is open, and then nothing decides its level: "
            f"it reads noise. Turn on Pin.{pull}, or add a resistor of 10 kilohms from {name} "
            f"to {rail}."
        )
    else:
        what = "nothing is wired to it" if len(net.pins) == 1 else "nothing drives its wire"
        text = (
            f"{name} is read, but {what}: it reads noise. Turn on Pin.PULL_UP or "
            "Pin.PULL_DOWN, add a resistor, or check the pin's number."
        )
    return Fault(name, text, "floating input")


def half_level_fault(gpio: int, volts: float) -> Fault:
    """A digital input sees a voltage that is neither 0 nor 1."""
    name = gpio_name(gpio)
    return Fault(
        name,
        f"{name} is read at {volts:.1f} V. Below 0.8 V is 0, above 2.0 V is 1; between them the "
        "pin may read either. Check the resistors on its wire, or measure it with the ADC.",
        "undefined level",
    )


def pull_fault(netlist: Netlist, gpio: int, pull: Pull) -> Fault | None:
    """A pull that holds the pin where its button would bring it: pressing changes nothing."""
    if pull not in (Pull.UP, Pull.DOWN):
        return None
    reached = netlist.reach(netlist.gpio_net(gpio).index)
    volts = {netlist.nets[n].volts for n in reached} - {None}
    buttons = _switches_on(netlist, reached)
    high = {v for v in volts if v}
    useless = bool(high) and 0.0 not in volts if pull == Pull.UP else volts == {0.0}
    if not buttons or not useless:
        return None
    level, rail, other, other_rail = (
        (1, "3V3", "PULL_DOWN", "GND") if pull == Pull.UP else (0, "GND", "PULL_UP", "3V3")
    )
    name, button = gpio_name(gpio), listed(buttons)
    return Fault(
        name,
        f"{name} has Pin.PULL_{pull.name}, and {button} is wired to {rail}: the pin reads {level}, "
        f"pressed or not. Use Pin.{other}, or wire {button} to {other_rail} instead.",
        "useless pull",
    )


def _rail_faults(net: Net) -> Iterator[Fault]:
    by_volts = {RAILS[rail]: _rail_name(rail) for rail in net.rails}
    if len(by_volts) > 1:
        names = listed([by_volts[v] for v in sorted(by_volts, reverse=True)])
        yield Fault(
            names,
            f"Wires join {names}: a short circuit. Take the wire away before you plug in a board.",
            "short circuit",
        )
    elif net.volts is not None and net.volts > GPIO_MAX_V:
        for gpio in net.gpios:
            yield _over_voltage(gpio_name(gpio), net.volts)


def _rail_name(rail: str) -> str:
    """What people call it: all grounds are one."""
    return rail if RAILS[rail] else "GND"


def _loose_pins(netlist: Netlist, part: Part) -> Iterator[Fault]:
    loose = [
        group for group in part.needs if not any(netlist.is_wired(part.id, pin) for pin in group)
    ]
    if loose and not any(netlist.is_wired(part.id, pin) for pin in part.pins):
        yield Fault(part.id, f"{part.id} ({part.noun}) is not wired to anything.", "not connected")
        return
    for group in loose:
        pins = f"pin {group[0]}" if len(group) == 1 else f"none of the pins {', '.join(group)}"
        verb = "is not connected" if len(group) == 1 else "is connected"
        yield Fault(
            part.id,
            f"{part.id} ({part.noun}): {pins} {verb}. Add the missing wire.",
            "not connected",
        )


def _reversed(netlist: Netlist, part: Part) -> Iterator[Fault]:
    diodes = [d for d in netlist.elements if isinstance(d, Diode) and d.part == part.id]
    wrong = [d for d in diodes if _only_backwards(netlist, d)]
    if not wrong:
        return
    if len(diodes) == 1:
        text = (
            f"{part.id} is the wrong way round: current can come only from its cathode's side. "
            "Swap its pins: A (anode, the long leg) to the GPIO or 3V3, C (cathode) towards GND."
        )
    else:
        common = getattr(part, "common", "anode")
        text = (
            f"{part.id}: its common pin COM is the {common}, so it belongs to "
            + ("3V3, not to GND." if common == "anode" else "GND, not to 3V3.")
            + ' Rewire it, or set "common" to "'
            + ("cathode" if common == "anode" else "anode")
            + '" in the diagram if your LED is of that kind.'
        )
    yield Fault(part.id, text, "wrong way round")


def _only_backwards(netlist: Netlist, diode: Diode) -> bool:
    anode, cathode = (netlist.reach(net, without=diode) for net in (diode.a, diode.b))

    def can_push(nets: set[int]) -> bool:
        return any(netlist.nets[n].volts or netlist.nets[n].gpios for n in nets)

    def can_sink(nets: set[int]) -> bool:
        return any(netlist.nets[n].volts == 0.0 or netlist.nets[n].gpios for n in nets)

    forward = can_push(anode) and can_sink(cathode)
    return can_push(cathode) and can_sink(anode) and not forward


def _fights(
    netlist: Netlist, component: Component, drives: tuple[int, ...], closed: list[Switch]
) -> Iterator[Fault]:
    """Outputs, and supplies, that wires and closed contacts join although they disagree."""
    drive_of = dict(zip(component.gpios, drives, strict=True))
    for nets, through in _islands(netlist, component, closed):
        pushing = {
            gpio: SUPPLY_V if drive_of[gpio] == Drive.HIGH else 0.0
            for gpio in component.gpios
            if netlist.gpio_net(gpio).index in nets and drive_of[gpio] in (Drive.LOW, Drive.HIGH)
        }
        supplies = (netlist.nets[n] for n in nets if netlist.nets[n].volts is not None)
        rails = {net.volts: _rail_name(net.rails[0]) for net in supplies}
        via = f" through {listed(sorted(through))}" if through else ""
        if len(rails) > 1:
            names = listed([rails[v] for v in sorted(rails, key=lambda v: v or 0, reverse=True)])
            yield Fault(
                listed(sorted(through)),
                f"{listed(sorted(through))} joins {names} when closed: a short circuit. "
                "Put the GPIO between them, or a resistor.",
                "short circuit",
            )
        elif rails:
            ((volts, rail),) = rails.items()
            for gpio, level in pushing.items():
                if abs(level - (volts or 0.0)) > 1.0:
                    yield Fault(
                        gpio_name(gpio),
                        f"{gpio_name(gpio)} is an output that drives {int(level > 0)}, but it is "
                        f"joined to {rail}{via}. On a real board that is a short circuit. Make the "
                        "pin an input (Pin.IN), or put a resistor between them.",
                        "outputs fight",
                    )
        elif len(set(pushing.values())) > 1:
            names = listed([gpio_name(gpio) for gpio in pushing])
            yield Fault(
                names,
                f"{names} are outputs on one wire{via}, and they drive different levels: they "
                "fight, and both get hot. Make all but one of them an input (Pin.IN).",
                "outputs fight",
            )


def _islands(
    netlist: Netlist, component: Component, closed: list[Switch]
) -> Iterator[tuple[set[int], set[str]]]:
    """Nets that closed contacts make one, with the names of those contacts' parts."""
    todo = {*component.nets, *(netlist.gpio_net(g).index for g in component.gpios)}
    todo |= {end for s in closed for end in (s.a, s.b)}
    while todo:
        nets, through = {todo.pop()}, set()
        grew = True
        while grew:
            grew = False
            for s in closed:
                if s.a in nets or s.b in nets:
                    through.add(s.part)
                    grew = grew or not {s.a, s.b} <= nets
                    nets |= {s.a, s.b}
        todo -= nets
        yield nets, through


def _bright_leds(netlist: Netlist, component: Component, solution: Solution) -> Iterator[Fault]:
    for diode in component.diodes:
        current_ma = solution.diode_ma[diode.index]
        if current_ma <= LED_MAX_MA:
            continue
        small = [
            e for e in component.resistors if {e.a, e.b} & {diode.a, diode.b} and e.ohms < 1000
        ]
        cure = (
            f"{small[0].part} with {small[0].ohms:g} ohms is too small. Take 220 ohms"
            if small
            else "It has no series resistor. Put 220 ohms between it and the pin"
        )
        yield Fault(
            diode.name,
            f"{diode.name} draws {current_ma:.0f} mA; more than {LED_MAX_MA:.0f} mA harms LED and "
            f"board. {cure}.",
            "no series resistor",
        )


def _overloads(
    component: Component, drives: tuple[int, ...], solution: Solution
) -> Iterator[Fault]:
    for gpio, drive in zip(component.gpios, drives, strict=True):
        current_ma = abs(solution.gpio_ma[gpio])
        if drive in (Drive.LOW, Drive.HIGH) and current_ma > GPIO_MAX_MA and gpio != ONBOARD_LED:
            yield Fault(
                gpio_name(gpio),
                f"{gpio_name(gpio)} carries {current_ma:.0f} mA; a GPIO is good for "
                f"{GPIO_MAX_MA:.0f} mA. Use larger resistors, or spread the load over more pins.",
                "overload",
            )


def _over_voltage(name: str, volts: float) -> Fault:
    return Fault(
        name,
        f"{name} gets {volts:.1f} V; an RP2040 pin bears 3.3 V, more destroys it. Wire it to 3V3 "
        "instead of VBUS or VSYS, or divide the voltage with two resistors.",
        "over-voltage",
    )


def _switches_on(netlist: Netlist, nets: set[int]) -> list[str]:
    found: list[Element] = [
        e for e in netlist.elements if isinstance(e, Switch) and _touches_free(netlist, e, nets)
    ]
    return list(dict.fromkeys(e.part for e in found))


def _touches_free(netlist: Netlist, element: Element, nets: set[int]) -> bool:
    """Whether an element hangs on one of the nets by more than a shared supply."""
    return any(end in nets and netlist.nets[end].volts is None for end in (element.a, element.b))


def listed(names: Sequence[str]) -> str:
    """Names as a sentence has them: "a", "a and b", "a, b and c"; "" for none."""
    return " and ".join(filter(None, [", ".join(names[:-1]), names[-1]])) if names else ""


__all__ = [
    "Fault",
    "FaultBook",
    "floating_fault",
    "half_level_fault",
    "listed",
    "pull_fault",
    "state_faults",
    "wiring_faults",
]
