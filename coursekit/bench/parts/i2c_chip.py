"""What every chip on an I2C bus has in common: its two wires, its address, its supply.

A chip says what it answers, byte by byte; how the bytes get there is the bus's business. All
times are microseconds of board time and never go back.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from coursekit.bench.errors import BenchError
from coursekit.bench.netlist import Resistor
from coursekit.bench.parts.base import Part, whole_number

if TYPE_CHECKING:
    from coursekit.bench.bench import Bench
    from coursekit.bench.buses.i2c.target import Target
    from coursekit.bench.diagram import PartSpec
    from coursekit.bench.netlist import Net, Netlist

SINK_OHMS = 50.0
"""A pin that pulls its line low: 0.4 V at 3 mA would be 133 ohms at most (UM10204, table 10)."""

REGULATOR_V = 3.3


class I2CChip(Part):
    """A target on an I2C bus.

    Attribute `pullups`: the ohms of the resistors from SDA and SCL to the supply that sit on the
    module; "0" for a module without them.
    """

    sda: ClassVar[str] = "SDA"
    scl: ClassVar[str] = "SCL"
    plus: ClassVar[str] = "VCC"
    minus: ClassVar[str] = "GND"
    supply: ClassVar[str] = "3V3"
    """Where on the board its `plus` belongs."""
    pullup_ohms: ClassVar[int] = 0
    """The resistors that such a module is sold with; 0 for a bare chip."""
    regulated: ClassVar[bool] = False
    """Whether the module makes 3.3 V of its supply, and has its pull-ups there."""

    target: Target
    """The chip's end of the bus; there from `attach` on."""

    def __init__(self, spec: PartSpec) -> None:
        super().__init__(spec)
        text = spec.attrs.get("pullups", str(self.pullup_ohms))
        self.pullups = whole_number(text, "pullups", 0, 1_000_000)
        self.powered = False
        self._sinks: dict[str, int] = {}

    # -- what a chip says of itself ----------------------------------------------------------

    def addresses(self) -> tuple[int, ...]:
        """The seven-bit addresses that it answers to now."""
        raise NotImplementedError

    def is_fed(self, bench: Bench) -> bool:
        """Whether the wires bring it its supply."""
        return bench.is_powered(self.id, self.plus, self.minus)

    def on_power(self, t_us: int) -> None:
        """The supply has come: everything is as after power-on. Called at the start, too."""

    def on_power_lost(self, t_us: int) -> None:
        """The supply has gone: it lets go of its outputs. SDA and SCL it has let go of already."""

    def on_address(self, t_us: int, address: int, *, read: bool) -> bool:
        """START and one of its addresses; returns whether it acknowledges."""
        return True

    def on_write(self, t_us: int, byte: int) -> bool:
        """The controller has written a byte; returns whether it is acknowledged."""
        return False

    def on_read(self, t_us: int) -> int:
        """The next byte that the controller gets, 0..255."""
        return 0xFF

    def on_stop(self, t_us: int) -> None:
        """STOP: what was begun is over."""

    def on_restart(self, t_us: int) -> None:
        """A START for whomever, and no STOP before it: what was begun is over, too."""
        self.on_stop(t_us)

    # -- its place on the bench --------------------------------------------------------------

    def build(self, netlist: Netlist) -> None:
        for line in (self.sda, self.scl):
            self._sinks[line] = netlist.add_control(0.0)
            netlist.add_sink(self.id, line, self.minus, self._sinks[line], SINK_OHMS)
            if self.pullups:
                ends = netlist.net(self.id, line).index, self.pullup_net(netlist).index
                netlist.elements.append(Resistor(self.id, *ends, self.pullups))

    def pullup_net(self, netlist: Netlist) -> Net:
        """The net to which the module's pull-ups go."""
        supply = netlist.net(self.id, self.plus)
        steps_down = self.regulated and (supply.volts or 0) > REGULATOR_V
        return netlist.net(netlist.board, "3V3") if steps_down else supply

    def attach(self, bench: Bench) -> None:
        from coursekit.bench.buses.i2c.target import Target

        super().attach(bench)
        self.target = Target(self, bench, self._sinks[self.sda], self._sinks[self.scl])

    def connect(self, bench: Bench) -> None:
        powered = self.is_fed(bench)
        was, self.powered = self.powered, powered
        self.target.connect(bench)
        if powered != was:
            self.target.power(bench.now_us, on=powered)

    # -- what can be done to it ---------------------------------------------------------------

    def nack(self, after: int = 0, times: int = 1) -> None:
        """Leave an address unacknowledged: `times` times, after `after` that are acknowledged."""
        with self.bench.lock:
            self.do_nack(self.bench.present_us(), after, times)

    def stick(self, clocks: int | None = None) -> None:
        """Hold SDA low now, as a chip that lost its place in a byte does.

        It lets go after so many clocks on SCL; without `clocks` only when its power is cut.
        """
        with self.bench.lock:
            self.do_stick(self.bench.present_us(), clocks)

    def stretch(self, us: int) -> None:
        """Hold SCL low for `us` microseconds after each byte from now on; 0 ends it."""
        with self.bench.lock:
            self.do_stretch(self.bench.present_us(), us)

    def noise(self, share: float) -> None:
        """Misread this share (0..1) of the bits on this chip's SDA from now on; 0 ends it."""
        with self.bench.lock:
            self.do_noise(self.bench.present_us(), share)

    def cut_power(self) -> None:
        """Pull its supply wire now: it forgets what it does not keep without power."""
        self.bench.unplug(f"{self.id}:{self.plus}")

    def restore_power(self) -> None:
        """Plug its supply wire in again now."""
        self.bench.plug(f"{self.id}:{self.plus}")

    def do_nack(self, t_us: int, after: int, times: int) -> None:
        if after < 0 or times < 0:
            raise BenchError(f"{self.id}: nack() counts transfers from 0 on.")
        self.target.nack(after, times)

    def do_stick(self, t_us: int, clocks: int | None) -> None:
        if clocks is not None and clocks < 1:
            raise BenchError(f"{self.id}: stick() takes at least one clock, or None.")
        self.target.stick(clocks)

    def do_stretch(self, t_us: int, us: int) -> None:
        if us < 0:
            raise BenchError(f"{self.id}: stretch() takes microseconds, 0 or more.")
        self.target.stretch_us = int(us)

    def do_noise(self, t_us: int, share: float) -> None:
        if not 0 <= share <= 1:
            raise BenchError(f"{self.id}: noise() takes a share of bits from 0 to 1, not {share}.")
        self.target.noise_share = float(share)


class RegisterChip(I2CChip):
    """A chip with registers of a byte: the first byte written is the pointer, which then moves on.

    So do nearly all sensors: write the register's number, then write or read its contents.
    """

    pointer_bits: ClassVar[int] = 8

    def __init__(self, spec: PartSpec) -> None:
        super().__init__(spec)
        self.pointer = 0
        self._pointing = False

    def read_register(self, t_us: int, register: int) -> int:
        """What a register holds at `t_us`, 0..255."""
        raise NotImplementedError

    def write_register(self, t_us: int, register: int, value: int) -> bool:
        """A register is written to; returns whether the byte is acknowledged."""
        raise NotImplementedError

    def next_register(self, register: int) -> int:
        """Where the pointer goes from a register."""
        return (register + 1) & ((1 << self.pointer_bits) - 1)

    def on_power(self, t_us: int) -> None:
        self.pointer = 0

    def on_address(self, t_us: int, address: int, *, read: bool) -> bool:
        self._pointing = not read
        return True

    def on_write(self, t_us: int, byte: int) -> bool:
        if self._pointing:
            self._pointing = False
            self.pointer = byte & ((1 << self.pointer_bits) - 1)
            return True
        acked = self.write_register(t_us, self.pointer, byte)
        self.pointer = self.next_register(self.pointer)
        return acked

    def on_read(self, t_us: int) -> int:
        value = self.read_register(t_us, self.pointer)
        self.pointer = self.next_register(self.pointer)
        return value
