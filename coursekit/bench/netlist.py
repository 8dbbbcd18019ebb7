"""The wiring as a graph: nets, the elements between them, and what hangs together.

Built once from the diagram. Pins joined by wires are one net; nets joined by elements are one
component, except through a rail: what happens on one side of a supply does not reach the other.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from coursekit.bench.diagram import Connection, Diagram, joined_pins
from coursekit.bench.pico import BOARD_PINS, GPIO_OF, GROUNDS, RAILS
from coursekit.bench.pins import GPIOS, ONBOARD_LED, gpio_name

_GPIO_BY_NAME = {gpio_name(gpio): gpio for gpio in GPIOS}

MIN_OHMS = 0.1
"""A closed contact. Also the least that any resistor may have, so that currents stay finite."""


@dataclass(slots=True)
class Net:
    """Pins that a wire joins. `volts` is set when one of them is a supply."""

    index: int
    pins: list[tuple[str, str]] = field(default_factory=list)  # (part id, pin), board included
    gpios: list[int] = field(default_factory=list)
    volts: float | None = None
    rails: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Element:
    """Something with two ends, each on a net."""

    part: str
    a: int
    b: int


@dataclass(frozen=True, slots=True)
class Resistor(Element):
    """A fixed resistor."""

    ohms: float


@dataclass(frozen=True, slots=True)
class Switch(Element):
    """A contact, closed when its control is not 0."""

    control: int


@dataclass(frozen=True, slots=True)
class Sink(Element):
    """A chip's open-drain pin: a resistor to ground while its control is not 0."""

    control: int
    ohms: float


@dataclass(frozen=True, slots=True)
class Track(Element):
    """One side of a potentiometer: ohms times its control, or times one minus its control."""

    control: int
    ohms: float
    rising: bool

    def ohms_at(self, position: float) -> float:
        """Resistance with the knob at `position` 0..1."""
        return max(self.ohms * (position if self.rising else 1.0 - position), MIN_OHMS)


@dataclass(frozen=True, slots=True)
class Diode(Element):
    """Conducts from a (anode) to b (cathode) above `drop_v`, then as a resistor of `ohms`."""

    index: int
    name: str
    drop_v: float
    ohms: float


@dataclass(slots=True)
class Component:
    """What must be solved together: free nets, and everything between them and the rails."""

    nets: list[int] = field(default_factory=list)
    gpios: list[int] = field(default_factory=list)
    controls: list[int] = field(default_factory=list)
    resistors: list[Resistor] = field(default_factory=list)
    switches: list[Switch] = field(default_factory=list)
    sinks: list[Sink] = field(default_factory=list)
    tracks: list[Track] = field(default_factory=list)
    diodes: list[Diode] = field(default_factory=list)

    @property
    def is_bare_pin(self) -> bool:
        """Whether it is a GPIO to which nothing is wired."""
        return len(self.gpios) == len(self.nets) == 1 and not any(self.elements())

    def elements(self) -> Iterator[Element]:
        """All of them, whatever their kind."""
        yield from self.resistors
        yield from self.switches
        yield from self.sinks
        yield from self.tracks
        yield from self.diodes


class _Groups:
    """Union-find: which of these belong together."""

    def __init__(self) -> None:
        self._parent: dict[object, object] = {}

    def find(self, item: object) -> object:
        parent = self._parent.setdefault(item, item)
        while parent != self._parent[parent]:
            self._parent[parent] = self._parent[self._parent[parent]]
            parent = self._parent[parent]
        self._parent[item] = parent
        return parent

    def join(self, a: object, b: object) -> None:
        self._parent[self.find(b)] = self.find(a)


class Netlist:
    """Nets, elements and components of one diagram with these of its wires.

    Parts add their elements in `build`.
    """

    def __init__(self, diagram: Diagram, wires: Sequence[Connection]) -> None:
        self.board = diagram.board.id
        self.nets: list[Net] = []
        self.elements: list[Element] = []
        self.controls: list[float] = []
        self.components: list[Component] = []
        self._diodes = 0
        self._net_of: dict[tuple[str, str], int] = {}
        self._gpio_nets: dict[int, Net] = {}
        self._wired = {tuple(end) for wire in wires for end in wire.ends}
        self._join_pins(diagram, wires)
        self.rail_volts = {net.index: net.volts for net in self.nets if net.volts is not None}

    def net(self, part: str, pin: str) -> Net:
        """The net of a part's pin."""
        return self.nets[self._net_of[part, pin]]

    def gpio_net(self, gpio: int) -> Net:
        """The net of a GPIO of the board."""
        return self._gpio_nets[gpio]

    def is_wired(self, part: str, pin: str) -> bool:
        """Whether a wire reaches this pin."""
        return (part, pin) in self._wired

    def add_onboard_led(self, part: str) -> None:
        """The LED on the board itself, between its own number and ground; no diagram has it."""
        for pin, home in (("A", gpio_name(ONBOARD_LED)), ("C", GROUNDS[0])):
            self._net_of[part, pin] = self._net_of[self.board, home]
            self._wired.add((part, pin))

    def add_own_supply(self, part: str, pin: str) -> None:
        """A part's supply of 3.3 V of its own, as an adapter has it; no pin of it is outside."""
        self._net_of[part, pin] = self._net_of[self.board, "3V3"]

    # -- for parts --------------------------------------------------------------------------

    def add_resistor(self, part: str, pin_a: str, pin_b: str, ohms: float) -> None:
        """A fixed resistor between two pins of a part."""
        a, b = self._ends(part, pin_a, pin_b)
        self.elements.append(Resistor(part, a, b, max(ohms, MIN_OHMS)))

    def add_control(self, value: float) -> int:
        """A knob or a handle: a number that people change. Returns its index."""
        self.controls.append(value)
        return len(self.controls) - 1

    def add_switch(self, part: str, pin_a: str, pin_b: str, control: int) -> None:
        """A contact between two pins, closed while the control is not 0."""
        self.elements.append(Switch(part, *self._ends(part, pin_a, pin_b), control))

    def add_sink(self, part: str, pin_a: str, pin_b: str, control: int, ohms: float) -> None:
        """An open-drain output at pin_a, which pulls it to pin_b while the control is not 0."""
        self.elements.append(Sink(part, *self._ends(part, pin_a, pin_b), control, ohms))

    def add_track(
        self, part: str, pin_a: str, pin_b: str, control: int, ohms: float, rising: bool
    ) -> None:
        """One side of a potentiometer between two pins."""
        a, b = self._ends(part, pin_a, pin_b)
        self.elements.append(Track(part, a, b, control, ohms, rising))

    def add_diode(
        self, part: str, anode: str, cathode: str, name: str, drop_v: float, ohms: float
    ) -> int:
        """A diode between two pins. Returns its index."""
        a, b = self._ends(part, anode, cathode)
        self.elements.append(Diode(part, a, b, self._diodes, name, drop_v, ohms))
        self._diodes += 1
        return self._diodes - 1

    # -- when all parts are in --------------------------------------------------------------

    def split(self) -> None:
        """Find the components. Every GPIO is in exactly one."""
        groups = _Groups()
        anchors: list[tuple[Element, object]] = []
        for number, element in enumerate(self.elements):
            anchor: object = ("element", number)
            for net in (element.a, element.b):
                if self.nets[net].volts is None:
                    groups.join(anchor, ("net", net))
            if isinstance(element, Switch | Sink | Track):
                groups.join(anchor, ("control", element.control))
            anchors.append((element, anchor))
        found: dict[object, Component] = {}

        def component(item: object) -> Component:
            return found.setdefault(groups.find(item), Component())

        for net_ in self.nets:
            if net_.volts is None:
                component(("net", net_.index)).nets.append(net_.index)
        for gpio in GPIOS:
            net_ = self.gpio_net(gpio)
            home = ("net", net_.index) if net_.volts is None else ("on a rail", gpio)
            component(home).gpios.append(gpio)
        for control in range(len(self.controls)):
            component(("control", control)).controls.append(control)
        for element, anchor in anchors:
            place = component(anchor)
            match element:
                case Resistor():
                    place.resistors.append(element)
                case Switch():
                    place.switches.append(element)
                case Sink():
                    place.sinks.append(element)
                case Track():
                    place.tracks.append(element)
                case Diode():
                    place.diodes.append(element)
        self.components = list(found.values())

    def reach(self, net: int, without: Element | None = None) -> set[int]:
        """Nets that current could reach from `net`, whatever is pressed or driven.

        Rails and pins of GPIOs are reached, but not passed through. `without` is left out.
        """
        seen, todo = {net}, [net]
        while todo:
            here = todo.pop()
            if self.nets[here].volts is not None or (here != net and self.nets[here].gpios):
                continue
            for element in self.elements:
                if element is without or here not in (element.a, element.b):
                    continue
                other = element.b if element.a == here else element.a
                if other not in seen:
                    seen.add(other)
                    todo.append(other)
        return seen

    # -- inside -----------------------------------------------------------------------------

    def _ends(self, part: str, pin_a: str, pin_b: str) -> tuple[int, int]:
        return self._net_of[part, pin_a], self._net_of[part, pin_b]

    def _join_pins(self, diagram: Diagram, wires: Sequence[Connection]) -> None:
        groups = _Groups()
        for pin in GROUNDS:
            groups.join((self.board, GROUNDS[0]), (self.board, pin))
        for part in diagram.parts:
            for a, b in joined_pins(part.type):
                groups.join((part.id, a), (part.id, b))
        for wire in wires:
            groups.join(*map(tuple, wire.ends))
        numbers: dict[object, int] = {}
        for key in _all_pins(diagram):
            root = groups.find(key)
            if root not in numbers:
                numbers[root] = len(self.nets)
                self.nets.append(Net(len(self.nets)))
            net = self.nets[numbers[root]]
            net.pins.append(key)
            self._net_of[key] = net.index
            if key[0] == self.board:
                self._note_board_pin(net, key[1])

    def _note_board_pin(self, net: Net, pin: str) -> None:
        if pin in RAILS:
            volts = RAILS[pin]
            net.rails.append(pin)
            net.volts = volts if net.volts is None else min(net.volts, volts)
        gpio = _GPIO_BY_NAME.get(pin)
        if gpio is not None:
            net.gpios.append(gpio)
            self._gpio_nets[gpio] = net


def _all_pins(diagram: Diagram) -> Iterable[tuple[str, str]]:
    board = diagram.board.id
    inner = [name for name in map(gpio_name, GPIOS) if name not in GPIO_OF]
    for pin in (*BOARD_PINS, *inner):
        yield board, pin
    for part in diagram.parts:
        if part.id != board:
            for pin in diagram.pins_of(part):
                yield part.id, pin
