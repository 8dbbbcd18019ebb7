"""The electricity of one component: which voltage is on each net, which current flows where.

Nodal analysis with piecewise-linear diodes, in plain Python: a component has a handful of nets.
Small, but honest enough that a missing resistor, two fighting outputs or a floating input show
as they do on a desk.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

from coursekit.bench.netlist import MIN_OHMS, Component, Netlist

SUPPLY_V = 3.3
DRIVER_OHMS = 40.0
"""A GPIO that drives. Fits the RP2040's guaranteed levels at 4 mA drive strength."""
PULL_OHMS = 60_000.0
"""An internal pull-up or pull-down; the RP2040 datasheet gives 50 to 80 kilohms."""
VIL_V, VIH_V = 0.8, 2.0
"""Below VIL reads 0, above VIH reads 1 (RP2040 datasheet, digital IO at 3.3 V). Between: either."""
_LEAK_S = 1e-12
_DIODE_LEAK_S = 1e-9


class Drive(IntEnum):
    """What a GPIO does to its net."""

    FREE = 0
    PULL_UP = 1
    PULL_DOWN = 2
    LOW = 3
    HIGH = 4


_SOURCE: dict[int, tuple[float, float]] = {
    Drive.PULL_UP: (SUPPLY_V, PULL_OHMS),
    Drive.PULL_DOWN: (0.0, PULL_OHMS),
    Drive.LOW: (0.0, DRIVER_OHMS),
    Drive.HIGH: (SUPPLY_V, DRIVER_OHMS),
}


@dataclass(frozen=True, slots=True)
class Solution:
    """A component at rest. Volts by net, milliamperes by diode, GPIO (out of it) and switch."""

    volts: dict[int, float]
    floating: frozenset[int]
    levels: dict[int, int | None]
    diode_ma: dict[int, float]
    gpio_ma: dict[int, float]
    switch_ma: tuple[float, ...]

    def level(self, net: int) -> int | None:
        """0 or 1 as a digital input sees the net, None where nobody can say."""
        return None if net in self.floating else _level(self.volts[net])


def _level(volts: float) -> int | None:
    if volts >= VIH_V:
        return 1
    return 0 if volts <= VIL_V else None


def solve(
    netlist: Netlist,
    component: Component,
    drives: tuple[int, ...],
    controls: tuple[float, ...],
) -> Solution:
    """Solve a component for the drives of its GPIOs and the settings of its controls.

    Both tuples are in the order of `component.gpios` and `component.controls`.
    """
    if component.is_bare_pin:
        return _bare_pin(netlist, component.gpios[0], drives[0])
    problem = _Problem(netlist, component, drives, controls)
    conducting = problem.settle_diodes()
    volts = problem.volts
    floating = problem.floating(conducting)
    diode_ma = {
        d.index: (
            1e3 * (volts[d.a] - volts[d.b] - d.drop_v) / d.ohms
            if d.index in conducting and d.a not in floating and d.b not in floating
            else 0.0
        )
        for d in component.diodes
    }
    gpio_ma, levels = {}, {}
    for gpio, drive in zip(component.gpios, drives, strict=True):
        net = netlist.gpio_net(gpio).index
        source = _SOURCE.get(drive)
        gpio_ma[gpio] = 0.0 if source is None else 1e3 * (source[0] - volts[net]) / source[1]
        levels[gpio] = None if net in floating else _level(volts[net])
    switch_ma = tuple(
        1e3 * (volts[s.a] - volts[s.b]) / MIN_OHMS if problem.setting[s.control] else 0.0
        for s in component.switches
    )
    return Solution(volts, floating, levels, diode_ma, gpio_ma, switch_ma)


def _bare_pin(netlist: Netlist, gpio: int, drive: int) -> Solution:
    """What `solve` gives for a pin to which nothing is wired, as most are."""
    net = netlist.gpio_net(gpio).index
    source = _SOURCE.get(drive)
    if source is None:
        volts = {**netlist.rail_volts, net: 0.0}
        return Solution(volts, frozenset((net,)), {gpio: None}, {}, {gpio: 0.0}, ())
    supply_v, ohms = source
    pin_v = supply_v / ohms / (_LEAK_S + 1 / ohms)
    milliamperes = 1e3 * (supply_v - pin_v) / ohms
    volts = {**netlist.rail_volts, net: pin_v}
    return Solution(volts, frozenset(), {gpio: _level(pin_v)}, {}, {gpio: milliamperes}, ())


class _Problem:
    """One system of equations: G v = i, with the rails' volts known."""

    def __init__(
        self,
        netlist: Netlist,
        component: Component,
        drives: tuple[int, ...],
        controls: tuple[float, ...],
    ) -> None:
        self.component = component
        self.setting = dict(zip(component.controls, controls, strict=True))
        self.row = {net: i for i, net in enumerate(component.nets)}
        size = len(self.row)
        self.known = netlist.rail_volts
        self.g = [[0.0] * size for _ in range(size)]
        self.i = [0.0] * size
        self.links: list[tuple[int, int]] = []  # pairs of nets that conduct
        self.held: set[int] = set()  # nets with a driver or a pull
        for i in range(size):
            self.g[i][i] = _LEAK_S
        for resistor in component.resistors:
            self._conduct(resistor.a, resistor.b, resistor.ohms)
        for switch in component.switches:
            if self.setting[switch.control]:
                self._conduct(switch.a, switch.b, MIN_OHMS)
        for sink in component.sinks:
            if self.setting[sink.control]:
                self._conduct(sink.a, sink.b, sink.ohms)
        for track in component.tracks:
            self._conduct(track.a, track.b, track.ohms_at(self.setting[track.control]))
        for gpio, drive in zip(component.gpios, drives, strict=True):
            net_index = netlist.gpio_net(gpio).index
            if drive != Drive.FREE and net_index in self.row:
                volts, ohms = _SOURCE[drive]
                row = self.row[net_index]
                self.g[row][row] += 1 / ohms
                self.i[row] += volts / ohms
                self.held.add(net_index)
        self.volts: dict[int, float] = {}

    def settle_diodes(self) -> set[int]:
        """Find which diodes conduct, and with that the voltages. Returns their indices."""
        diodes = self.component.diodes
        conducting: set[int] = set()
        for _ in range(4 * len(diodes) + 2):
            self._solve_with(conducting)
            wrong = {}
            for d in diodes:
                excess = self.volts[d.a] - self.volts[d.b] - d.drop_v
                if (excess > 1e-9) != (d.index in conducting):
                    wrong[d.index] = abs(excess)
            if not wrong:
                break
            conducting ^= {max(wrong, key=lambda index: wrong[index])}
        return conducting

    def floating(self, conducting: set[int]) -> frozenset[int]:
        """Free nets that no conducting path joins to a rail, a driver or a pull."""
        links = list(self.links)
        links += [(d.a, d.b) for d in self.component.diodes if d.index in conducting]
        held = {*self.known, *self.held}
        grew = True
        while grew:
            grew = False
            for a, b in links:
                if (a in held) != (b in held):
                    held |= {a, b}
                    grew = True
        return frozenset(net for net in self.row if net not in held)

    def _conduct(self, a: int, b: int, ohms: float) -> None:
        self.links.append((a, b))
        self._stamp(self.g, self.i, a, b, 1 / ohms)

    def _stamp(
        self, g: list[list[float]], i: list[float], a: int, b: int, s: float, drop_v: float = 0.0
    ) -> None:
        """Put a conductance `s` between a and b, with a drop of `drop_v` from a to b."""
        for here, there, drop in ((a, b, drop_v), (b, a, -drop_v)):
            row = self.row.get(here)
            if row is None:
                continue
            g[row][row] += s
            i[row] += s * drop
            column = self.row.get(there)
            if column is None:
                i[row] += s * self.known[there]
            else:
                g[row][column] -= s

    def _solve_with(self, conducting: set[int]) -> None:
        g, i = [row[:] for row in self.g], self.i[:]
        for d in self.component.diodes:
            if d.index in conducting:
                self._stamp(g, i, d.a, d.b, 1 / d.ohms, d.drop_v)
            else:
                self._stamp(g, i, d.a, d.b, _DIODE_LEAK_S)
        solved = _eliminate(g, i)
        self.volts = {**self.known, **{net: solved[row] for net, row in self.row.items()}}


def _eliminate(g: list[list[float]], i: list[float]) -> list[float]:
    """Gauss with row pivoting; `g` and `i` are used up. `g` is never singular (leaks)."""
    size = len(i)
    for k in range(size):
        pivot = max(range(k, size), key=lambda r: abs(g[r][k]))
        g[k], g[pivot], i[k], i[pivot] = g[pivot], g[k], i[pivot], i[k]
        for r in range(k + 1, size):
            factor = g[r][k] / g[k][k]
            if factor:
                for c in range(k, size):
                    g[r][c] -= factor * g[k][c]
                i[r] -= factor * i[k]
    solved = [0.0] * size
    for k in reversed(range(size)):
        rest = sum(g[k][c] * solved[c] for c in range(k + 1, size))
        solved[k] = (i[k] - rest) / g[k][k]
    return solved
