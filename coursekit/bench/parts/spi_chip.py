"""What every chip on an SPI bus has in common: select, clock, data in, data out, supply.

A chip sees edges, whether a controller of the board makes them or a program by hand. All times
are microseconds of board time and never go back.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from coursekit.bench.live import Tap
from coursekit.bench.parts.base import Part
from coursekit.bench.parts.output import Output

if TYPE_CHECKING:
    from collections.abc import Callable

    from coursekit.bench.bench import Bench
    from coursekit.bench.diagram import PartSpec
    from coursekit.bench.netlist import Netlist


class SPIChip(Part):
    """A chip that listens while its select pin is low, or always if it has none (`select` "")."""

    select: ClassVar[str] = "CS"
    clk: ClassVar[str] = "CLK"
    din: ClassVar[str] = "DIN"
    dout: ClassVar[str] = "DOUT"
    plus: ClassVar[str] = "VDD"
    minus: ClassVar[str] = "GND"
    answers = True
    modes: ClassVar[tuple[int, ...]] = (0, 3)
    """The SPI modes that it works in: most chips read at rising edges and write at falling ones."""

    output: Output
    """Its data output; there from `build` on."""

    def __init__(self, spec: PartSpec) -> None:
        super().__init__(spec)
        self.powered = False
        self.selected = False
        self.out: int | None = None
        """What it puts out: 0, 1, or None while it leaves the wire alone."""
        self.clock_hz: float | None = None
        """How fast a controller clocks it now; None where a program does so by hand."""
        self.din_level = 0
        self.clk_net = self.din_net = self.dout_net = -1
        self._clk_level: int | None = None
        self._in_transfer = False

    # -- what a chip says of itself ----------------------------------------------------------

    def on_power(self, t_us: int) -> None:
        """The supply has come: everything is as after power-on. Called at the start, too."""

    def on_select(self, t_us: int) -> None:
        """The select pin went low."""

    def on_deselect(self, t_us: int) -> None:
        """The select pin went high; its output is off after that."""

    def on_rise(self, t_us: int, bit: int) -> None:
        """The clock went high while it is selected; `bit` is on its data pin."""

    def on_fall(self, t_us: int, bit: int) -> None:
        """The clock went low while it is selected; `bit` is on its data pin."""

    # -- its place on the bench --------------------------------------------------------------

    def build(self, netlist: Netlist) -> None:
        self.output = Output(netlist, self.id, self.dout, plus=self.plus, minus=self.minus)

    def connect(self, bench: Bench) -> None:
        self.clk_net = bench.netlist.net(self.id, self.clk).index
        self.din_net = bench.netlist.net(self.id, self.din).index
        self.dout_net = bench.netlist.net(self.id, self.dout).index
        self._watch(bench, self.din, self._data)
        self._watch(bench, self.clk, self._clock)
        powered = bench.is_powered(self.id, self.plus, self.minus)
        was, self.powered = self.powered, powered
        if powered and not was:
            self.on_power(bench.now_us)
        elif was and not powered:
            self._choose(bench.now_us, False)
        if not self.select:
            self._choose(bench.now_us, powered)
            return
        if not bench.netlist.is_wired(self.id, self.select):
            self._choose(bench.now_us, False)
        self._watch(bench, self.select, self._select)

    def _watch(self, bench: Bench, pin: str, tell: Callable[[int, int], None]) -> None:
        net = bench.netlist.net(self.id, pin)
        if net.volts is not None:
            tell(bench.now_us, 1 if net.volts > 1.0 else 0)
        else:
            index = net.index
            bench.add_tap(Tap(lambda s: s.level(index), on_level=tell), net=index)

    # -- edges -------------------------------------------------------------------------------

    def begin_transfer(self, hz: float) -> None:
        """A controller clocks it now: its output is only looked at, bit by bit."""
        self._in_transfer = True
        self.clock_hz = hz

    def end_transfer(self, t_us: int, clock: int) -> None:
        """The controller is done: the clock rests, and what the chip puts out stays on the wire."""
        self._in_transfer = False
        self.clock_hz = None
        self._clk_level = clock
        self._show_output(t_us)

    def clock(self, t_us: int, level: int, bit: int) -> None:
        """The clock has this level now, and the data pin this one."""
        self.din_level = bit
        self._clock(t_us, level)

    def _data(self, t_us: int, level: int) -> None:
        self.din_level = level

    def _clock(self, t_us: int, level: int) -> None:
        before, self._clk_level = self._clk_level, level
        if not self.selected or before is None or before == level:
            return
        if level:
            self.on_rise(t_us, self.din_level)
        else:
            self.on_fall(t_us, self.din_level)
        self._show_output(t_us)

    def _select(self, t_us: int, level: int) -> None:
        self._choose(t_us, not level and self.powered)

    def _choose(self, t_us: int, selected: bool) -> None:
        if selected == self.selected:
            return
        self.selected = selected
        if selected:
            self.on_select(t_us)
        else:
            self.on_deselect(t_us)
            self.out = None
        self._show_output(t_us)

    def _show_output(self, t_us: int) -> None:
        if not self._in_transfer and self._bench is not None:
            self.output.put(self._bench, t_us, self.out)
