"""The I2C buses of a bench: which chips hang on which pair of pins, and the two roads to them."""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from coursekit.bench.buses.i2c.calls import OutOfTimeError, Port, Result
from coursekit.bench.buses.i2c.controllers import (
    Controller,
    HardwareController,
    SoftController,
)
from coursekit.bench.buses.i2c.lines import Lines
from coursekit.bench.buses.i2c.monitor import Monitor
from coursekit.bench.buses.i2c.short_road import ShortRoad
from coursekit.bench.buses.i2c.words import bus_faults, call_faults
from coursekit.bench.buses.transaction import I2C_CHANNEL, Transaction
from coursekit.bench.errors import BenchError
from coursekit.bench.faults import Fault
from coursekit.bench.netlist import Resistor, Sink
from coursekit.bench.parts.i2c_chip import I2CChip
from coursekit.bench.pins import Mode, gpio_name

if TYPE_CHECKING:
    from coursekit.bench.bench import Bench
    from coursekit.bench.buses.i2c.target import Target
    from coursekit.bench.live import Group, PinState
    from coursekit.bench.parts.base import Part
    from coursekit.bench.trace import Channel


@dataclass(eq=False)
class _Pair:
    """Two GPIOs as SDA and SCL, with what their wires reach now."""

    channel: Channel
    pins: tuple[PinState, PinState]
    nets: tuple[int, int]
    targets: list[Target] = field(default_factory=list)
    plain: bool = False
    """Whether the wiring allows the short road."""


class I2CBuses:
    """All I2C buses of one bench. The bench's lock is held by whoever calls."""

    def __init__(self, bench: Bench) -> None:
        self._bench = bench
        self._chips = [part for part in bench.parts.values() if isinstance(part, I2CChip)]
        self._controllers: dict[Port, Controller] = {}
        self._pairs: dict[tuple[int, int], _Pair] = {}
        self._monitors: dict[tuple[int, int], Monitor] = {}
        self._free_us: dict[tuple[int, int], float] = {}
        self._checked: set[tuple[int, int]] = set()
        self._latest: tuple[int, int] | None = None
        self._pulls: list[tuple[int, bool]] = []
        self._at_work: tuple[int, int] | None = None
        """The pins on which a controller makes edges just now."""
        self.let_pass: Callable[[int], None] = bench.advance
        """Lets time pass up to a moment; whoever brings the time may refuse by an exception."""
        self.until_us = math.inf
        """No call goes on beyond: it raises OutOfTimeError there, with both lines let go."""
        self.use_short_road = True
        """Off, every call goes edge by edge: slower, and otherwise the same."""
        self._noise = random.Random(f"{bench.seed} i2c")

    # -- life --------------------------------------------------------------------------------

    def rewired(self) -> None:
        """Wires have changed: everything is looked up anew."""
        pairs = list(self._pairs)
        self._pairs.clear()
        self._checked.clear()
        self._monitors.clear()
        for sda, scl in pairs:
            self._pair(sda, scl)
        self._hush(self._at_work)

    def reset(self) -> None:
        """The board was reset: its controllers are as new."""
        self._controllers.clear()

    def taken(self, gpio: int, *, by_hand: bool) -> None:
        """A pin has been set up anew: a controller on it is as new.

        by_hand: a program may be about to make the edges itself, and those are listened to.
        """
        for port in [p for p in self._controllers if gpio in (p.sda, p.scl)]:
            del self._controllers[port]
        if by_hand:
            for chip in self._chips:
                self._listen(gpio, chip.target.nets)

    def _listen(self, gpio: int, nets: tuple[int, int]) -> None:
        """Have a pair of nets decoded, if this GPIO is on it and nobody else does so."""
        netlist = self._bench.netlist
        if netlist.gpio_net(gpio).index not in nets or min(nets) < 0:
            return
        sda, scl = (netlist.nets[net].gpios for net in nets)
        if sda and scl and nets not in self._monitors and nets[::-1] not in self._monitors:
            self._pair(sda[0], scl[0])

    def listen(self, sda: int, scl: int) -> None:
        """A controller that makes its own edges has these pins now: decode them for the trace."""
        self._use(sda, scl)

    def pull(self, control: int, *, low: bool) -> None:
        """A chip pulls a line low or lets it go; after the edge that made it do so."""
        if self._at_work:
            self._pulls.append((control, low))
        else:
            bench = self._bench
            bench.schedule(bench.now_us, lambda t: bench.set_control(control, float(low), t))

    # -- what the board does -----------------------------------------------------------------

    def write(self, port: Port, t_us: int, address: int, data: bytes, *, stop: bool) -> Result:
        """Write bytes to an address; none of them asks whether somebody is there."""
        pair, controller = self._begin(port)
        if stop and self._is_short(port, pair, controller, t_us, len(data)):
            return self._short(port, pair, controller, t_us).write(address, data)
        with self._long(port, pair, t_us) as lines:
            status = controller.write(lines, address, data, stop=stop)
        return _result(status, lines)

    def read(self, port: Port, t_us: int, address: int, count: int, *, stop: bool) -> Result:
        """Read bytes from an address."""
        pair, controller = self._begin(port)
        if stop and count and self._is_short(port, pair, controller, t_us, count):
            return self._short(port, pair, controller, t_us).read(address, count)
        with self._long(port, pair, t_us) as lines:
            got = controller.read(lines, address, count, stop=stop)
        return _result(got, lines)

    def read_memory(
        self, port: Port, t_us: int, address: int, register: bytes, count: int
    ) -> Result:
        """Write a register's number, then read without a STOP in between."""
        pair, controller = self._begin(port)
        # No byte, no STOP: then the bus is left as it is.
        counts = len(register), count
        if all(counts) and self._is_short(port, pair, controller, t_us, *counts):
            return self._short(port, pair, controller, t_us).read_memory(address, register, count)
        with self._long(port, pair, t_us) as lines:
            status = controller.write(lines, address, register, stop=False)
            if status != len(register):
                # The port asks for an address alone, for the sake of its STOP.
                controller.write(lines, address, b"", stop=True)
                got: int | bytes = status if status < 0 else bytes(count)
            else:
                got = controller.read(lines, address, count, stop=True)
        return _result(got, lines)

    def primitive(
        self, port: Port, t_us: int, action: Callable[[SoftController, Lines], int | bytes]
    ) -> Result:
        """One of SoftI2C's own operations: start, stop, write, readinto."""
        pair, controller = self._begin(port)
        assert isinstance(controller, SoftController)
        with self._long(port, pair, t_us) as lines:
            got = action(controller, lines)
        return _result(got, lines)

    # -- what people see ---------------------------------------------------------------------

    def transactions(
        self, part: Part | None, start_us: float | None, end_us: float | None
    ) -> list[Transaction]:
        """See `Bench.transactions`."""
        if part is not None and not isinstance(part, I2CChip):
            raise BenchError(f"{part.id} is not on an I2C bus.")
        addresses = part.addresses() if part is not None else None
        channels = {pair.channel.name: pair for pair in self._pairs.values()}
        found = [
            transaction
            for pair in channels.values()
            if part is None or part.target in pair.targets
            for transaction in pair.channel.values
            if (addresses is None or transaction.address in addresses)
            and (start_us is None or transaction.start_us >= start_us)
            and (end_us is None or transaction.start_us <= end_us)
        ]
        return sorted(found, key=lambda transaction: transaction.start_us)

    def faults(self) -> list[Fault]:
        """What is wrong now with the wires of the buses that the board uses."""
        with self._bench.lock:
            return [fault for sda, scl in self._pairs for fault in self._faults_of(sda, scl)]

    def latest_faults(self) -> list[Fault]:
        """What is wrong now with the bus that was used last: its wires, and what its chips do."""
        with self._bench.lock:
            if self._latest is None:
                return []
            called = call_faults(self._bench.netlist, self._chips, *self._latest)
            return [*called, *self._faults_of(*self._latest)]

    def _faults_of(self, sda: int, scl: int) -> Iterator[Fault]:
        soft = any(
            port.soft_delay_us for port in self._controllers if (port.sda, port.scl) == (sda, scl)
        )
        return bus_faults(self._bench.netlist, self._chips, sda, scl, soft=soft)

    # -- roads -------------------------------------------------------------------------------

    def _begin(self, port: Port) -> tuple[_Pair, Controller]:
        controller = self._controllers.get(port)
        if controller is None:
            if port.soft_delay_us:
                controller = SoftController(port.timeout_us, port.soft_delay_us)
            else:
                controller = HardwareController(port.freq_hz, port.timeout_us)
            if len(self._controllers) >= 64:
                self._controllers.clear()
            self._controllers[port] = controller
        return self._use(port.sda, port.scl), controller

    def _use(self, sda: int, scl: int) -> _Pair:
        pins = self._latest = sda, scl
        pair = self._pairs.get(pins) or self._pair(*pins)
        if pins not in self._checked:
            self._checked.add(pins)
            for fault in self._faults_of(*pins):
                self._bench.fault(fault.kind, fault.where, fault.text)
        return pair

    def _pair(self, sda: int, scl: int) -> _Pair:
        bench = self._bench
        netlist = bench.netlist
        wires = netlist.gpio_net(sda), netlist.gpio_net(scl)
        nets = wires[0].index, wires[1].index
        name = I2C_CHANNEL.format(sda=gpio_name(sda), scl=gpio_name(scl))
        channel = bench.trace.channel(name, "bus")
        pair = _Pair(channel, (bench.pin(sda), bench.pin(scl)), nets)
        pair.targets = [chip.target for chip in self._chips if chip.target.nets == nets]
        pair.plain = (
            nets[0] != nets[1]
            and all(net.volts is None and len(net.gpios) == 1 for net in wires)
            and self._only_chips(pair)
        )
        if nets not in self._monitors and all(net.volts is None for net in wires):
            monitor = self._monitors[nets] = Monitor(nets, channel)
            monitor.connect(bench, (pair.pins[0].group, pair.pins[1].group))
        self._pairs[sda, scl] = pair
        return pair

    def _only_chips(self, pair: _Pair) -> bool:
        """Whether nothing but pull-ups and chips, each with both wires, hangs on the two nets."""
        known = {target.chip.id for target in pair.targets}
        for element in self._bench.netlist.elements:
            ends = {element.a, element.b}
            if not ends & set(pair.nets):
                continue
            if isinstance(element, Sink):
                if element.part not in known:
                    return False
            elif isinstance(element, Resistor):
                others = ends - set(pair.nets)
                if len(others) != 1 or self._bench.netlist.nets[others.pop()].volts is None:
                    return False
            else:
                return False
        return True

    def _has_pins(self, port: Port, pair: _Pair) -> bool:
        """Whether the pins are still connected to the controller."""
        sda, scl = pair.pins
        if not port.connected:
            return False
        if port.soft_delay_us:
            return sda.mode != Mode.ALT != scl.mode
        return sda.mode == Mode.ALT == scl.mode

    def _is_short(
        self, port: Port, pair: _Pair, controller: Controller, t_us: int, *counts: int
    ) -> bool:
        """Whether whole bytes will do: `counts` of them, each of these after a START."""
        if not (pair.plain and self.use_short_road and self._has_pins(port, pair)):
            return False
        for pin in pair.pins:
            group = pin.group
            if group.watched or group.pwm or group.node.solution.levels[pin.gpio] != 1:
                return False
        for target in pair.targets:
            if target.troubled or not target.idle:
                return False
        if controller.held or controller.lasts_too_long(max(counts)):
            return False
        # What people do meanwhile, to a chip or to the wires, happens in the middle of the call.
        end_us = self._begin_us(port, t_us) + controller.lasts_us(counts)
        return end_us <= self.until_us and not self._bench.people_act(end_us)

    def _begin_us(self, port: Port, t_us: int) -> float:
        return max(float(t_us), self._free_us.get((port.sda, port.scl), 0.0))

    def _pass(self, t_us: float) -> None:
        if t_us > self.until_us:
            raise OutOfTimeError
        self.let_pass(int(t_us))

    def _short(self, port: Port, pair: _Pair, controller: Controller, t_us: int) -> ShortRoad:
        def free(end_us: float) -> None:
            self._free_us[port.sda, port.scl] = end_us
            self._pass(end_us)

        begin_us = self._begin_us(port, t_us)
        return ShortRoad(controller, pair.targets, pair.channel, begin_us, free)

    @contextmanager
    def _long(self, port: Port, pair: _Pair, t_us: int) -> Iterator[Lines]:
        bench, pins = self._bench, (port.sda, port.scl)
        begin_us = self._begin_us(port, t_us)
        self._pass(begin_us)
        lines = Lines(bench, *pins, begin_us, self._pass, self._settle)
        lines.drives = self._has_pins(port, pair)
        lines.hears = lines.drives or bool(port.soft_delay_us)
        shares = [target.noise_share for target in pair.targets]
        lines.noise_share, lines.noise = max(shares, default=0.0), self._noise
        self._at_work = pins
        self._hush(pins)
        try:
            yield lines
            self._settle()
        except OutOfTimeError:
            self._controllers.clear()
            lines.release()
            raise
        finally:
            self._at_work = None
            self._free_us[pins] = lines.t_us
            for group in self._hush(pins, quiet=False):
                group.enter(group.node, bench.now_us)

    def _hush(self, pins: tuple[int, int] | None, *, quiet: bool = True) -> list[Group]:
        """Have only chips see the edges on these pins, as they are wired now, or all see them."""
        groups = [self._bench.pin(gpio).group for gpio in pins or ()]
        for group in groups:
            group.quiet = quiet
        return groups

    def _settle(self) -> None:
        """Let the chips do to the lines what the last edge made them do."""
        bench = self._bench
        while self._pulls:
            control, low = self._pulls.pop(0)
            bench.set_control(control, float(low), bench.now_us)


def _result(got: int | bytes, lines: Lines) -> Result:
    end_us = math.ceil(lines.t_us)
    return Result(len(got), got, end_us) if isinstance(got, bytes) else Result(got, b"", end_us)
