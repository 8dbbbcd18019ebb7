"""A component while the board runs: its state, and what a change of state makes visible.

Every state met is a node, every change of one pin from a node a step with its consequences
worked out. A program that toggles a pin walks between two nodes: that is what makes a write
cheap enough for some hundred thousand a second.
"""

from __future__ import annotations

import itertools
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace

from coursekit.bench.circuit import Drive, Solution, solve
from coursekit.bench.netlist import Component, Netlist
from coursekit.bench.pins import Edge, Mode, Pull
from coursekit.bench.pwm import FULL_DUTY, PwmSegment
from coursekit.bench.trace import Channel

MAX_NODES = 4096
"""States remembered for one component; a knob that sweeps would make them without end."""
MAX_PWM_PINS = 6
"""PWM pins in one component whose phases are combined; any more count as their mean level."""


class Tap:
    """One thing to see in a component: how to read it off a solution, and who wants to know.

    `probe` gives 0, 1, or None for "cannot be said", which changes nothing. `on_level(t_us, level)`
    and `on_pwm(t_us, segment)` are called for parts that do something about it.
    """

    __slots__ = ("channel", "last", "on_level", "on_pwm", "probe")

    def __init__(
        self,
        probe: Callable[[Solution], int | None],
        channel: Channel | None = None,
        on_level: Callable[[int, int], None] | None = None,
        on_pwm: Callable[[int, PwmSegment], None] | None = None,
    ) -> None:
        self.probe = probe
        self.channel = channel
        self.on_level = on_level
        self.on_pwm = on_pwm
        self.last: int | PwmSegment | None = None

    def show(self, t_us: int, value: int | PwmSegment | None) -> None:
        """Take note of a value; a change goes to the channel and to the part."""
        if value is None or value == self.last:
            return
        self.last = value
        if self.channel is not None:
            self.channel.record(t_us, value)
        if isinstance(value, PwmSegment):
            if self.on_pwm is not None:
                self.on_pwm(t_us, value)
        elif self.on_level is not None:
            self.on_level(t_us, value)


@dataclass(slots=True, eq=False)
class Step:
    """From one node to another by one write: what to record, whom to tell."""

    node: Node
    updates: tuple[tuple[Tap, Callable[[int], None], Callable[[int], None], int], ...]
    listeners: tuple[tuple[Callable[[int, int], None], int], ...]


@dataclass(slots=True, eq=False)
class Node:
    """One state of a component, solved."""

    drives: tuple[int, ...]
    controls: tuple[float, ...]
    solution: Solution
    inspected: bool = False
    steps: dict[int, Step] = field(default_factory=dict)


@dataclass(slots=True, eq=False)
class PinState:
    """One GPIO as the board has set it up."""

    gpio: int
    group: Group
    slot: int  # its place among the GPIOs of its component
    mode: Mode = Mode.IN
    pull: Pull = Pull.NONE
    latch: int = 0  # the level it drives, or will when it becomes an output
    pwm: PwmSegment | None = None
    sinks: bool = False  # a bus controller pulls it low
    held: int | None = None  # the level that a UART of the board keeps it at
    kept: int = 0  # the level that a bus keeper holds
    keys: tuple[int, int] = (0, 0)  # step keys for writing 0 and 1
    drives: bool = False  # whether a write reaches the net
    is_input: bool = False  # read, watched, or set up as an input by the program
    edges: Edge = Edge.NONE
    seen: int | None = None  # the last level for which edges were looked at
    noise: random.Random = field(default_factory=random.Random)
    noise_level: int = 0

    @property
    def is_written_input(self) -> bool:
        """Whether the program gave it the level 1 while it is an input, so that nobody sees it."""
        return self.mode == Mode.IN and bool(self.latch)

    def drive_for(self, level: int) -> int:
        """What the pin does to its net when `level` is written."""
        if self.mode == Mode.OUT or (self.mode == Mode.OPEN_DRAIN and not level):
            return Drive.HIGH if level else Drive.LOW
        if self.pull == Pull.UP | Pull.DOWN:
            return Drive.PULL_UP if self.kept else Drive.PULL_DOWN
        return {Pull.UP: Drive.PULL_UP, Pull.DOWN: Drive.PULL_DOWN}.get(self.pull, Drive.FREE)

    def setup(self) -> int:
        """Work out the step keys and return the drive that holds now."""
        self.drives = self.mode in (Mode.OUT, Mode.OPEN_DRAIN)
        low, high = (8 * self.slot + self.drive_for(level) for level in (0, 1))
        self.keys = (low, high)
        if self.held is not None:
            return Drive.HIGH if self.held else Drive.LOW
        low_now = self.sinks or self.pwm is not None
        return Drive.LOW if low_now else self.drive_for(self.latch)


class Group:
    """A component, the state that it is in, and its taps."""

    def __init__(
        self, netlist: Netlist, component: Component, inspect: Callable[[Group, Node, int], None]
    ) -> None:
        self.netlist = netlist
        self.component = component
        self.inspect = inspect
        self.taps: list[Tap] = []
        self.wire_taps: list[Tap] = []  # of chips: they see every edge of a controller's
        self.quiet = False  # a controller is at work, of which only chips see the edges
        self.pins: list[PinState] = []
        self.watched: list[PinState] = []
        self.pwm: list[PinState] = []
        self.keepers: list[PinState] = []
        self.slow = False  # PWM or a bus keeper: every change is worked out anew
        self.on_edge: Callable[[int, Edge, int], None] = _nobody
        self._nodes: dict[tuple[tuple[int, ...], tuple[float, ...]], Node] = {}
        self.node: Node
        """The present state; there is one from the first `restore` on."""

    def node_for(self, drives: tuple[int, ...], controls: tuple[float, ...]) -> Node:
        """The node of this state, solved at the first visit."""
        node = self._nodes.get((drives, controls))
        if node is None:
            if len(self._nodes) >= MAX_NODES:
                self.forget()
            solution = solve(self.netlist, self.component, drives, controls)
            node = self._nodes[drives, controls] = Node(drives, controls, solution)
        return node

    def forget(self) -> None:
        """Drop every remembered state, as when a tap is added: steps name taps."""
        self._nodes.clear()
        if hasattr(self, "node"):
            self.node.steps.clear()
            self._nodes[self.node.drives, self.node.controls] = self.node

    def with_drive(self, slot: int, drive: int, of: Node | None = None) -> Node:
        """The node that differs from the present one (or from `of`) by one pin's drive."""
        node = of or self.node
        drives = (*node.drives[:slot], drive, *node.drives[slot + 1 :])
        return self.node_for(drives, node.controls)

    def with_control(self, control: int, value: float) -> Node:
        """The node that differs from the present one by one control."""
        place = self.component.controls.index(control)
        controls = self.node.controls
        return self.node_for(self.node.drives, (*controls[:place], value, *controls[place + 1 :]))

    def sort_pins(self) -> None:
        """Look anew which pins make changes dear."""
        self.pwm = [pin for pin in self.pins if pin.pwm is not None]
        self.keepers = [pin for pin in self.pins if pin.pull == Pull.UP | Pull.DOWN]
        self.slow = bool(self.pwm or self.keepers)

    def restore(self) -> None:
        """Take up what the pins do and how the controls are set; `enter` shows it."""
        drives = tuple(pin.setup() for pin in self.pins)
        controls = tuple(self.netlist.controls[c] for c in self.component.controls)
        self.sort_pins()
        self.watched = [pin for pin in self.pins if pin.edges]
        self.node = self.node_for(drives, controls)

    # -- changes ----------------------------------------------------------------------------

    def enter(self, node: Node, t_us: int) -> None:
        """Go to a state: inspect it, show it to the taps, look for edges."""
        self.node = node
        for _ in self.keepers:  # each keeper may follow once; more would be an oscillation
            if not self._follow_keepers():
                break
        if self.pwm:
            phases = list(self._phases())
            for _, _, phase in phases:
                self._inspect(phase, t_us)
            for tap in self.taps:
                tap.show(t_us, self._blend(tap, phases))
            if self.watched:
                self.sense(t_us, self.node_at(t_us))
            return
        self._inspect(self.node, t_us)
        for tap in self.wire_taps if self.quiet else self.taps:
            tap.show(t_us, tap.probe(self.node.solution))
        if self.watched:
            self.sense(t_us, self.node)

    def make_step(self, key: int, before: Node) -> None:
        """Remember what writing `key` (slot and drive) from `before` to here has done."""
        if self.slow:
            return
        updates, listeners = [], []
        for tap in self.taps:
            old, new = tap.probe(before.solution), tap.probe(self.node.solution)
            if old is None or new is None:
                return  # what the tap showed before decides: no two visits need be alike
            if old == new:
                continue
            if tap.channel is not None:
                add_t, add_v = tap.channel.appenders()
                updates.append((tap, add_t, add_v, new))
            if tap.on_level is not None:
                listeners.append((_level_setter(tap), new))
        before.steps[key] = Step(self.node, tuple(updates), tuple(listeners))

    def sense(self, t_us: int, node: Node) -> None:
        """Tell the board of edges at its watched pins."""
        for pin in self.watched:
            level = node.solution.levels[pin.gpio]
            if level is None or level == pin.seen:
                continue
            known, pin.seen = pin.seen is not None, level
            edge = Edge.RISING if level else Edge.FALLING
            if known and pin.edges & edge:
                self.on_edge(pin.gpio, edge, t_us)

    def node_at(self, t_us: int) -> Node:
        """The state at this very instant, with every PWM pin in its phase."""
        node = self.node
        for pin in self.pwm:
            assert pin.pwm is not None
            drive = Drive.HIGH if pin.pwm.phase_at(t_us) else Drive.LOW
            node = self.with_drive(pin.slot, drive, node)
        return node

    # -- inside -----------------------------------------------------------------------------

    def _inspect(self, node: Node, t_us: int) -> None:
        if not node.inspected:
            node.inspected = True
            self.inspect(self, node, t_us)

    def _follow_keepers(self) -> bool:
        moved = False
        for pin in self.keepers:
            level = self.node.solution.levels[pin.gpio]
            if level is not None and level != pin.kept:
                pin.kept, moved = level, True
                self.node = self.with_drive(pin.slot, pin.setup())
        return moved

    def _phases(self) -> Iterator[tuple[float, tuple[int, ...], Node]]:
        """Each combination of the PWM pins' levels that occurs: (share of time, levels, node)."""
        duties = [pin.pwm.duty_u16 / FULL_DUTY for pin in self.pwm if pin.pwm is not None]
        choices: list[tuple[int, ...]] = []
        for i, duty in enumerate(duties):
            if duty in (0.0, 1.0) or i >= MAX_PWM_PINS:
                choices.append((round(duty),))
            else:
                choices.append((0, 1))
        for levels in itertools.product(*choices):
            share, node = 1.0, self.node
            for i, (pin, level) in enumerate(zip(self.pwm, levels, strict=True)):
                if len(choices[i]) == 2:
                    share *= duties[i] if level else 1 - duties[i]
                node = self.with_drive(pin.slot, Drive.HIGH if level else Drive.LOW, node)
            yield share, levels, node

    def _blend(
        self, tap: Tap, phases: list[tuple[float, tuple[int, ...], Node]]
    ) -> int | PwmSegment | None:
        """What a tap shows under PWM: a level when it is the same throughout, else a segment."""
        shown = {levels: tap.probe(node.solution) for _, levels, node in phases}
        values = set(shown.values())
        if len(values) == 1:
            return values.pop()
        share_on = sum(share * (shown[levels] or 0) for share, levels, _ in phases)
        swings = [self._swing(i, shown) for i in range(len(self.pwm))]
        deciding = [i for i, swing in enumerate(swings) if swing is not None]
        if not deciding:
            return None
        carrier, swing = self.pwm[deciding[0]], swings[deciding[0]]
        assert carrier.pwm is not None
        assert swing is not None
        mixed: float | None = share_on if len(deciding) > 1 else None
        return replace(carrier.pwm, low=swing[0], high=swing[1], on=mixed)

    @staticmethod
    def _swing(i: int, shown: dict[tuple[int, ...], int | None]) -> tuple[int, int] | None:
        """What the tap shows for a low and a high level of PWM pin `i`, if that matters."""
        for levels, low in shown.items():
            high = shown.get((*levels[:i], 1, *levels[i + 1 :]))
            if levels[i] == 0 and None not in (low, high) and low != high:
                return low or 0, high or 0
        return None


def _level_setter(tap: Tap) -> Callable[[int, int], None]:
    """A listener for a step; remembers the level when no channel update does."""

    def tell(t_us: int, level: int) -> None:
        tap.last = level
        if tap.on_level is not None:
            tap.on_level(t_us, level)

    return tell


def _nobody(gpio: int, edge: Edge, t_us: int) -> None:
    """Where edges go before a board is there."""
