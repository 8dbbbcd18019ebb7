"""The simulated lab bench: a board's pins on one side, parts and people on the other.

Passive: whoever calls holds `lock` and brings the time, in microseconds since the board
started. Time never goes back; a call that comes late counts as made now.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Collection
from difflib import get_close_matches
from typing import Any

from coursekit.bench import faults as words
from coursekit.bench.build import make_netlist, make_parts
from coursekit.bench.buses.i2c.bus import I2CBuses
from coursekit.bench.buses.transaction import Transaction
from coursekit.bench.buses.uart import SerialLines
from coursekit.bench.circuit import SUPPLY_V, Drive
from coursekit.bench.diagram import ONBOARD_LED_ID, Diagram
from coursekit.bench.errors import BenchError
from coursekit.bench.faults import Fault, FaultBook
from coursekit.bench.interrupts import PwmEdges
from coursekit.bench.live import Group, Node, PinState, Tap
from coursekit.bench.parts import Part
from coursekit.bench.parts.neopixel import pixel_parts, send_pixels
from coursekit.bench.pins import GPIOS, ONBOARD_LED, Edge, Mode, Pull, gpio_name
from coursekit.bench.pwm import FULL_DUTY, PwmSegment
from coursekit.bench.timeline import Timeline
from coursekit.bench.unplugged import End, Unplugged


class Bench(Timeline):
    """Parts wired to a board. Parts are attributes too: `bench.led1`, `bench["led1"]`.

    The same diagram, seed and calls give the same trace, noise and bounce included.
    """

    def __init__(self, diagram: Diagram | None = None, seed: int = 0) -> None:
        super().__init__()
        self.diagram = diagram if diagram is not None else Diagram.empty()
        self.seed = seed
        self.on_edge: Callable[[int, Edge, int], None] = lambda gpio, edge, t_us: None
        self.reacts = self.interrupts = False
        self._reacting: set[Group] = set()
        self._interrupting: set[Group] = set()
        self._faults = FaultBook()
        self._pwm_edges = PwmEdges(self)
        self.parts: dict[str, Part] = make_parts(self.diagram)
        self._answered = any(part.answers for part in self.parts.values())
        self.unplugged = Unplugged(self.diagram)
        self._pins: dict[int, PinState] = {}
        self._pin_taps: dict[int, Tap] = {}
        self._lay_wires()
        self._reset_pins()
        self.i2c = I2CBuses(self)
        self.serial_lines = SerialLines(self)
        for group in self._groups:
            group.restore()
        self._faults.add_wiring(self.netlist, self.parts.values())
        for part in self.parts.values():
            part.attach(self)
            part.connect(self)
        self.reacts = self._answered
        for group in self._groups:
            group.enter(group.node, 0)

    def __getitem__(self, part_id: str) -> Part:
        try:
            return self.parts[part_id]
        except KeyError:
            raise KeyError(self._no_part(part_id)) from None

    def __getattr__(self, name: str) -> Any:
        parts = self.__dict__.get("parts", {})
        if name in parts:
            return parts[name]
        raise AttributeError(self._no_part(name) if parts else name)

    def __dir__(self) -> list[str]:
        return [*super().__dir__(), *self.parts]

    # -- the board's side -------------------------------------------------------------------

    def write(self, gpio: int, t_us: int, level: int) -> None:
        """The program sets a pin's level. Cheap when nothing but traces hangs on it.

        Nothing is seen of it while the pin is no output, or PWM has it.
        """
        if t_us >= self._attention_us:
            self.advance(t_us)
        if t_us > self.now_us:
            self.now_us = t_us
        else:
            t_us = self.now_us
        try:
            pin = self._pins[gpio]
        except KeyError:
            raise _no_gpio(gpio) from None
        level = 1 if level else 0
        if pin.latch == level:
            return
        pin.latch = level
        group = pin.group
        if not pin.drives or pin.pwm is not None:
            return
        key = pin.keys[level]
        step = group.node.steps.get(key)
        if step is None or group.slow:
            before = group.node
            group.enter(group.with_drive(pin.slot, key & 7), t_us)
            group.make_step(key, before)
            return
        group.node = step.node
        for tap, add_t, add_v, value in step.updates:
            tap.last = value
            add_v(value)
            add_t(t_us)
        for tell, value in step.listeners:
            tell(t_us, value)
        if group.watched:
            group.sense(t_us, step.node)

    def configure(self, gpio: int, t_us: int, mode: Mode, pull: Pull) -> None:
        """The program sets a pin's mode and pulls; PWM on it ends, except in mode ALT."""
        t_us = self._reach(t_us)
        pin = self._pin(gpio)
        pin.mode, pin.pull, pin.sinks = Mode(mode), Pull(pull), False
        pin.held = None
        self.i2c.taken(gpio, by_hand=pin.mode in (Mode.OUT, Mode.OPEN_DRAIN))
        pin.kept = pin.group.node.solution.levels[gpio] or 0
        if pin.mode != Mode.ALT:
            pin.pwm = None
        pin.is_input = pin.mode in (Mode.IN, Mode.OPEN_DRAIN)
        self._set_up(pin, t_us)
        if pin.mode == Mode.IN:
            self._note(words.pull_fault(self.netlist, gpio, pin.pull))

    def pwm(self, gpio: int, t_us: int, freq_hz: float, duty_u16: int) -> None:
        """The program starts PWM on a pin or changes it. Duty 0..65535, 65535 is always high.

        A change of duty keeps the phase, a change of frequency begins a period. Raises
        BenchError for a frequency that is not positive.
        """
        t_us = self._reach(t_us)
        pin = self._pin(gpio)
        if not 0 < freq_hz < 1e9:
            raise BenchError(f"PWM on {gpio_name(gpio)} of {freq_hz} Hz is not possible.")
        keeps = pin.pwm is not None and pin.pwm.freq_hz == freq_hz
        anchor_us = pin.pwm.anchor_us if pin.pwm is not None and keeps else t_us
        pin.pwm = PwmSegment(anchor_us, float(freq_hz), min(max(int(duty_u16), 0), FULL_DUTY))
        pin.is_input = False
        self._set_up(pin, t_us)

    def pwm_stop(self, gpio: int, t_us: int) -> None:
        """PWM ends; the pin does what its mode says."""
        t_us = self._reach(t_us)
        pin = self._pin(gpio)
        if pin.pwm is not None:
            pin.pwm = None
            self._set_up(pin, t_us)

    def read(self, gpio: int, t_us: int) -> tuple[int, bool]:
        """What a pin reads: (level, whether it stays so until the next event or write).

        A pin that nothing holds reads noise, as does one between the logic levels.
        """
        t_us = self._reach(t_us)
        pin = self._pin(gpio)
        self._is_read(pin)
        group = pin.group
        node = group.node_at(t_us) if group.pwm else group.node
        level = node.solution.levels[gpio]
        if level is not None:
            return level, not group.pwm
        net = self.netlist.gpio_net(gpio).index
        if net in node.solution.floating:
            self._note(words.floating_fault(self.netlist, gpio))
        elif pin.mode != Mode.OUT:
            self._note(words.half_level_fault(gpio, node.solution.volts[net]))
        if pin.noise.random() < 0.4:
            pin.noise_level ^= 1
        return pin.noise_level, False

    def voltage(self, gpio: int, t_us: int) -> float:
        """The voltage at a pin as the ADC sees it, 0..3.3 V; noise when nothing holds the pin."""
        t_us = self._reach(t_us)
        pin = self._pin(gpio)
        self._is_read(pin)
        node = pin.group.node_at(t_us) if pin.group.pwm else pin.group.node
        net = self.netlist.gpio_net(gpio).index
        volts = node.solution.volts[net]
        if net in node.solution.floating:
            self._note(words.floating_fault(self.netlist, gpio, "measured"))
            volts = pin.noise.gauss(SUPPLY_V / 2, 0.25)
        return min(max(volts, 0.0), SUPPLY_V)

    def neopixel(self, gpio: int, t_us: int, data: bytes) -> None:
        """Bytes go out to NeoPixels, as they are on the wire: green, red, blue of each pixel."""
        t_us = self._reach(t_us)
        pin = self._pin(gpio)
        low, high = (
            pin.group.with_drive(pin.slot, drive).solution for drive in (Drive.LOW, Drive.HIGH)
        )
        for part in pixel_parts(self.parts.values()):
            net = self.netlist.net(part.id, "DIN").index
            if net in pin.group.component.nets and (low.level(net), high.level(net)) == (0, 1):
                send_pixels(self.netlist, self.parts.values(), part, t_us, data)

    def sink(self, gpio: int, t_us: int, *, low: bool) -> None:
        """A bus controller of the board pulls a pin low, or lets it go."""
        t_us = self._reach(t_us)
        pin = self._pin(gpio)
        if pin.sinks != low:
            pin.sinks = low
            drive = Drive.LOW if low else pin.drive_for(1)
            pin.group.enter(pin.group.with_drive(pin.slot, drive), t_us)

    def hold(self, gpio: int, t_us: int, level: int) -> None:
        """A UART of the board keeps a pin at a level between its bytes, until it is set up anew."""
        t_us = self._reach(t_us)
        pin = self._pin(gpio)
        pin.held = level
        self._set_up(pin, t_us)

    def expect_changes(self, gpio: int) -> None:
        """A UART of the board listens at a pin: what a program writes may follow from it."""
        self._is_read(self._pin(gpio))

    def line_level(self, gpio: int) -> int:
        """What a bus controller of the board reads at a pin now; noise where nothing holds it."""
        pin = self._pin(gpio)
        level = pin.group.node.solution.levels[gpio]
        if level is None:
            level = int(pin.noise.random() < 0.5)
        return level

    def pin(self, gpio: int) -> PinState:
        """How the board has set up a GPIO, to look at. Raises BenchError for an unknown one."""
        return self._pin(gpio)

    def watch(self, gpio: int, edges: Edge) -> None:
        """From now on tell `on_edge` of these edges at a pin; Edge.NONE stops it."""
        pin = self._pin(gpio)
        group = pin.group
        pin.edges = Edge(edges)
        node = group.node_at(self.now_us) if group.pwm else group.node
        pin.seen = node.solution.levels[gpio]
        group.watched = [p for p in group.pins if p.edges]
        self._pwm_edges.restart(group)
        self._update_reacts(group)

    def reset_gpio(self, t_us: int, left: Collection[int] = ()) -> None:
        """The board was reset: every pin is an input with its pull-down on, nothing is watched.

        That is the RP2040's reset state (datasheet, pad control registers); MicroPython turns
        the pull off as soon as the program makes a Pin. left: GPIOs that stay as they are.
        """
        t_us = self._reach(t_us)
        self._reset_pins(left)
        self.i2c.reset()
        self.serial_lines.reset()
        for pin in self._pins.values():
            self._set_up(pin, t_us)

    # -- people's side ----------------------------------------------------------------------

    def faults(self) -> list[Fault]:
        """What is wrong with the wiring, and what has shown since the bench was built."""
        with self.lock:
            return self._faults.all()

    def state(self) -> dict[str, dict[str, Any]]:
        """What every part shows now, by id, for a picture; the board shows its LED."""
        with self.lock:
            shown = {part.id: part.state() for part in self.parts.values()}
            led = self.parts[ONBOARD_LED_ID].state()
            return {**shown, self.diagram.board.id: {"led": led["brightness"]}}

    def unplug(self, where: str) -> None:
        """Pull the wires off a pin now, as "btn1:1.l"; "btn1": off all its pins."""
        with self.lock:
            self.after(0).unplug(where)
            self.advance(self.now_us)

    def plug(self, where: str) -> None:
        """Plug in again now what was pulled there."""
        with self.lock:
            self.after(0).plug(where)
            self.advance(self.now_us)

    def transactions(
        self,
        part: Part | str | None = None,
        start_us: float | None = None,
        end_us: float | None = None,
    ) -> list[Transaction]:
        """What went over the I2C buses, in order; with `part`, to that chip's addresses only.

        A transaction counts where it starts in start_us <= t <= end_us.
        """
        chip = self[part] if isinstance(part, str) else part
        with self.lock:
            return self.i2c.transactions(chip, start_us, end_us)

    # -- for parts --------------------------------------------------------------------------

    def add_tap(
        self, tap: Tap, *, net: int | None = None, diode: int | None = None, wire: bool = False
    ) -> None:
        """Have a tap shown every change of a net's or a diode's component.

        wire: it sees also what a bus controller does there, edge by edge.
        """
        if diode is not None:
            group = self._group_of_diode[diode]
        else:
            found = self._group_of_net.get(-1 if net is None else net)
            if found is None:
                return  # a supply: it never changes
            group = found
        group.taps.append(tap)
        if wire:
            group.wire_taps.append(tap)
        group.forget()

    def group_of_net(self, net: int) -> Group:
        """The component that a net belongs to. Raises KeyError for a supply."""
        return self._group_of_net[net]

    def control(self, index: int) -> float:
        """How a control (a contact, a knob) is set."""
        return self.netlist.controls[index]

    def set_control(self, index: int, value: float, t_us: int) -> None:
        """Set a control; what follows from it happens at once."""
        t_us = self._reach(t_us)
        self.netlist.controls[index] = value
        group = self._group_of_control[index]
        group.enter(group.with_control(index, value), t_us)
        self._pwm_edges.restart(group)

    def is_powered(self, part: str, plus: str, minus: str) -> bool:
        """Whether a part's supply pins are on a supply and on ground; a fault if they are wrong."""
        volts, ground = (self.netlist.net(part, pin).volts for pin in (plus, minus))
        powered = volts is not None and volts > 3 and ground == 0.0
        if not powered and all(self.netlist.is_wired(part, pin) for pin in (plus, minus)):
            self.fault(
                "no power",
                part,
                f"{part} has no power and stays off: wire {plus} to VBUS or 3V3, and {minus} "
                "to GND.",
            )
        return powered

    def fault(self, kind: str, where: str, text: str) -> None:
        """Remember a fault that has shown now; each kind once for each place."""
        self._note(Fault(where, text, kind))

    # -- inside -----------------------------------------------------------------------------

    def _reset_pins(self, left: Collection[int] = ()) -> None:
        for pin in self._pins.values():
            pin.edges = Edge.NONE
            pin.group.watched = []
            if pin.gpio in left:
                continue
            pin.mode, pin.latch, pin.pwm, pin.sinks = Mode.IN, 0, None, False
            pin.pull = Pull.NONE if pin.gpio == ONBOARD_LED else Pull.DOWN
            pin.is_input, pin.held = False, None

    def _lay_wires(self) -> None:
        """Work out nets and components, and give every pin of the board its place in them."""
        wires = self.unplugged.wires()
        self.netlist = make_netlist(self.diagram, self.parts.values(), wires)
        self._groups = [Group(self.netlist, c, self._inspect) for c in self.netlist.components]
        self._group_of_net = {n: g for g in self._groups for n in g.component.nets}
        self._group_of_diode = {d.index: g for g in self._groups for d in g.component.diodes}
        self._group_of_control = {c: g for g in self._groups for c in g.component.controls}
        found = {}
        for group in self._groups:
            group.on_edge = lambda gpio, edge, t_us: self.on_edge(gpio, edge, t_us)
            for slot, gpio in enumerate(group.component.gpios):
                pin = self._pins.get(gpio)
                if pin is None:
                    pin = PinState(gpio, group, slot, noise=random.Random(f"{self.seed} {gpio}"))
                pin.group, pin.slot = group, slot
                group.pins.append(pin)
                found[gpio] = pin
                if gpio in self._pin_taps:
                    group.taps.append(self._pin_taps[gpio])
                elif gpio != ONBOARD_LED and len(self.netlist.gpio_net(gpio).pins) > 1:
                    self._trace_pin(pin)
        self._pins = {gpio: found[gpio] for gpio in GPIOS}

    def rewire(self, t_us: int, ends: set[End], *, pulled: bool) -> None:
        """Wires come off, or back: new components, in which pins and contacts are as before."""
        t_us = self._reach(t_us)
        for fault in self.unplugged.change(ends, pulled=pulled):
            self._note(fault)
        controls = self.netlist.controls
        self._lay_wires()
        self.netlist.controls[:] = controls
        self._pwm_edges.forget()
        self._reacting.clear()
        self._interrupting.clear()
        for group in self._groups:
            group.restore()
        for part in self.parts.values():
            part.connect(self)
        self.i2c.rewired()
        self.serial_lines.rewired()
        for group in self._groups:
            group.enter(group.node, t_us)
            self._pwm_edges.restart(group)
            self._update_reacts(group)

    def _trace_pin(self, pin: PinState) -> None:
        """Give a GPIO its channel, if it has none yet. The on-board LED's part has its own."""
        name, gpio = gpio_name(pin.gpio), pin.gpio
        if name in self.trace or gpio == ONBOARD_LED:
            return
        tap = Tap(lambda solution: solution.levels[gpio], self.trace.channel(name, "digital"))
        self._pin_taps[gpio] = tap
        pin.group.taps.append(tap)
        pin.group.forget()

    def _set_up(self, pin: PinState, t_us: int) -> None:
        """After a change of mode, pull or PWM: what the pin does to its net, and what follows."""
        group = pin.group
        drive = pin.setup()
        if pin.drives or pin.pwm is not None:
            self._trace_pin(pin)
        group.sort_pins()
        group.enter(group.with_drive(pin.slot, drive), t_us)
        self._pwm_edges.restart(group)
        self._update_reacts(group)

    def _pin(self, gpio: int) -> PinState:
        try:
            return self._pins[gpio]
        except KeyError:
            raise _no_gpio(gpio) from None

    def _is_read(self, pin: PinState) -> None:
        if not pin.is_input:
            pin.is_input = True
            self._update_reacts(pin.group)

    def _update_reacts(self, group: Group) -> None:
        drives = any(p.drives or p.pwm is not None for p in group.pins)
        heard = group.wire_taps or any(p.is_input or p.edges for p in group.pins)
        if drives and heard:
            self._reacting.add(group)
        else:
            self._reacting.discard(group)
        if drives and group.watched:
            self._interrupting.add(group)
        else:
            self._interrupting.discard(group)
        self.reacts = self._answered or bool(self._reacting)
        self.interrupts = bool(self._interrupting)

    def _inspect(self, group: Group, node: Node, t_us: int) -> None:
        if group.component.is_bare_pin:
            return
        for fault in words.state_faults(
            self.netlist, group.component, node.drives, node.controls, node.solution
        ):
            self._note(fault)

    def _note(self, fault: Fault | None) -> None:
        if fault is not None:
            self._faults.add(fault, self.now_us)

    def _no_part(self, name: str) -> str:
        near = get_close_matches(name, self.parts, n=1)
        hint = f"Did you mean {near[0]!r}?" if near else f"It has: {', '.join(self.parts)}."
        return f"the bench has no {name!r}. {hint}"


def _no_gpio(gpio: object) -> BenchError:
    return BenchError(f"GPIO {gpio} does not exist: the board has 0 to 29, and {ONBOARD_LED}.")
