"""SPI: a controller of the board and chips exchange bits, one out and one in with each clock.

A transfer is worked out bit by bit in one go: each chip that hears the clock sees its edges, and
what MISO reads follows from whoever drives its net at that moment. So a loop-back wire, a wrong
mode, two chips selected at once and a chip that nobody selected behave as on a desk.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from coursekit.bench.buses.reach import follows, with_settings
from coursekit.bench.buses.record import Field
from coursekit.bench.circuit import Drive
from coursekit.bench.parts.spi_chip import SPIChip
from coursekit.bench.pins import gpio_name

if TYPE_CHECKING:
    from coursekit.bench.bench import Bench

MODES = {(0, 0): 0, (0, 1): 1, (1, 0): 2, (1, 1): 3}
"""The number that data sheets give to a polarity and a phase."""


class SpiSetup(NamedTuple):
    """How a controller is set up. A pin that it does not use is None."""

    sck: int | None
    mosi: int | None
    miso: int | None
    hz: float
    polarity: int = 0
    phase: int = 0
    bits: int = 8
    soft: bool = False
    """SoftSPI: puts out its bit before the first edge and reads between the two, in each mode."""
    lsb_first: bool = False

    @property
    def channel(self) -> str:
        """The name of its channel in the trace, as "SPI GP18/GP19/GP16"."""
        pins = (self.sck, self.mosi, self.miso)
        return "SPI " + "/".join(gpio_name(pin) for pin in pins if pin is not None)


@dataclass(frozen=True, slots=True)
class SpiTransfer:
    """What one call sent and received. Times are microseconds of board time.

    `sent` was on MOSI, `received` on MISO, also where the program did not ask for it. `chips` are
    the parts that were selected.
    """

    start_us: float
    end_us: float
    sent: bytes
    received: bytes
    chips: tuple[str, ...] = ()
    mode: int = 0
    hz: float = 1e6
    lsb_first: bool = False
    """Whether the lowest bit of each byte went first."""

    def __str__(self) -> str:
        return f"out {self.sent.hex(' ')}, in {self.received.hex(' ')}"

    def fields(self) -> list[Field]:
        """One box for each byte: what went out, and what came in."""
        each_us = (self.end_us - self.start_us) / max(1, len(self.sent))
        return [
            Field(
                self.start_us + n * each_us,
                self.start_us + (n + 1) * each_us,
                f"{out:02x}/{back:02x}",
                brief=f"{out:02x}",
            )
            for n, (out, back) in enumerate(zip(self.sent, self.received, strict=True))
        ]


def duration_us(setup: SpiSetup, count: int) -> float:
    """How long `count` words of the setup's bits are under way."""
    return 1e6 * count * setup.bits / setup.hz


def transfer(
    bench: Bench, setup: SpiSetup, t_us: int, data: bytes, *, reads: bool = False
) -> bytes:
    """Send bytes and return as many: what was on MISO meanwhile, 0 without such a pin.

    `reads`: whether the program wants to have them; then a chip should be selected. The bench's
    time does not move; the board waits by itself until the bits are out.
    """
    received, selected = shift(bench, setup, t_us, data, reads=reads)
    if data and setup.sck is not None:
        end_us = t_us + duration_us(setup, len(data))
        write_down(bench, setup, t_us, end_us, bytes(data), received, selected)
    return received


def shift(
    bench: Bench, setup: SpiSetup, t_us: int, data: bytes, *, reads: bool = False, mosi: int = 0
) -> tuple[bytes, tuple[str, ...]]:
    """The same for a controller that writes down by itself: what came in, and who was selected.

    `mosi`: the level of that line before the first bit.
    """
    hearing = [
        part
        for part in bench.parts.values()
        if isinstance(part, SPIChip) and part.powered and follows(bench, setup.sck, part.clk_net)
    ]
    chips = [chip for chip in hearing if chip.selected]
    for chip in chips:
        chip.begin_transfer(setup.hz)
    received = _Shift(bench, setup, t_us, chips, mosi).all(data)
    _look_for_faults(bench, setup, hearing, reads and bool(data))
    for chip in hearing:
        chip.end_transfer(bench.now_us, setup.polarity & 1)
    return received, tuple(chip.id for chip in chips)


def write_down(
    bench: Bench,
    setup: SpiSetup,
    start_us: float,
    end_us: float,
    sent: bytes,
    received: bytes,
    chips: tuple[str, ...],
) -> None:
    """Put a transfer into the trace."""
    mode = MODES[setup.polarity & 1, setup.phase & 1]
    record = SpiTransfer(start_us, end_us, sent, received, chips, mode, setup.hz, setup.lsb_first)
    bench.trace.channel(setup.channel, "bus").record(int(start_us), record)


def _look_for_faults(bench: Bench, setup: SpiSetup, hearing: list[SPIChip], reads: bool) -> None:
    chips = [chip for chip in hearing if chip.selected]
    if reads and hearing and not chips:
        first = hearing[0]
        bench.fault(
            "no chip selected",
            setup.channel,
            f"{setup.channel} was read while no chip was selected. {first.id} answers while its "
            f"{first.select} is low: set that pin to 0 before a transfer and to 1 after it.",
        )
    mode = MODES[setup.polarity & 1, setup.phase & 1]
    for chip in chips:
        if not setup.soft and mode not in chip.modes:
            wanted = chip.modes[0]
            bench.fault(
                "SPI mode",
                chip.id,
                f"{chip.id} was clocked in SPI mode {mode}, and reads and writes its bits at other "
                f"edges. Use polarity={wanted >> 1}, phase={wanted & 1}.",
            )


class _Shift:
    """The two shift registers of one transfer, and the wires between them."""

    def __init__(
        self, bench: Bench, setup: SpiSetup, t_us: int, chips: list[SPIChip], mosi: int
    ) -> None:
        self._bench = bench
        self._setup = setup
        self._chips = chips
        self._hears = [follows(bench, setup.mosi, chip.din_net) for chip in chips]
        outputs = {chip.dout_net: chip for chip in chips}
        self._before = [outputs.get(chip.din_net) for chip in chips]  # in a chain
        self._mosi = mosi
        self._t_us = float(t_us)
        self._levels: dict[tuple[int | None, ...], int | None] = {}

    def all(self, data: bytes) -> bytes:
        """Shift every byte out, and what comes in for it."""
        setup = self._setup
        if not self._chips:
            quick = self._without_chips(data)
            if quick is not None:
                return quick
        order = range(setup.bits) if setup.lsb_first else range(setup.bits - 1, -1, -1)
        received = bytearray()
        for byte in data:
            word = 0
            for place in order:
                word |= self._bit(byte >> place & 1) << place
            received.append(word & 0xFF)
        return bytes(received)

    def _without_chips(self, data: bytes) -> bytes | None:
        """The same for a wire alone, whole bytes at once; None where noise is to be read."""
        if self._setup.miso is None:
            return bytes(len(data))
        self._mosi = 0
        low = self._miso_level()
        self._mosi = 1
        high = self._miso_level()
        if low is None or high is None:
            return None
        mask = (1 << min(self._setup.bits, 8)) - 1
        table = {(0, 1): 0, (1, 0): mask}.get((low, high))
        if table is None:
            return bytes([mask if low else 0]) * len(data)
        return bytes((byte & mask) ^ table for byte in data)

    def _bit(self, out: int) -> int:
        """One clock: MOSI, both edges, and what MISO read."""
        setup = self._setup
        idle = setup.polarity & 1
        half_us = 0.5e6 / setup.hz
        late = setup.phase & 1 and not setup.soft
        if not late:
            self._mosi = out
        self._t_us += half_us
        if late or setup.soft:
            self._edge(1 - idle)
            self._mosi = out
            read = self._read()
        else:
            read = self._read()
            self._edge(1 - idle)
        self._t_us += half_us
        self._edge(idle)
        return read

    def _edge(self, level: int) -> None:
        t_us = int(self._t_us)
        bits = [self._bit_for(place) for place in range(len(self._chips))]
        for chip, bit in zip(self._chips, bits, strict=True):
            chip.clock(t_us, level, bit)

    def _bit_for(self, place: int) -> int:
        """What is on the data pin of a chip: MOSI, the chip before it in a chain, or something."""
        before = self._before[place]
        if self._hears[place]:
            return self._mosi
        if before is not None and before.out is not None:
            return before.out
        return self._chips[place].din_level

    def _read(self) -> int:
        if self._setup.miso is None:
            return 0
        level = self._miso_level()
        if level is None:
            level = int(self._bench.pin(self._setup.miso).noise.random() < 0.5)
        return level

    def _miso_level(self) -> int | None:
        """What MISO reads now, by MOSI and what the chips put out; each combination once."""
        state = (self._mosi, *(chip.out for chip in self._chips))
        if state not in self._levels:
            self._levels[state] = self._solve()
        return self._levels[state]

    def _solve(self) -> int | None:
        miso = self._setup.miso
        assert miso is not None
        group = self._bench.pin(miso).group
        node = group.node
        if self._setup.mosi is not None:
            mosi = self._bench.pin(self._setup.mosi)
            if mosi.group is group:
                drive = Drive.HIGH if self._mosi else Drive.LOW
                node = group.with_drive(mosi.slot, drive, node)
        settings: dict[int, float] = {}
        for chip in self._chips:
            settings |= chip.output.settings(chip.out)
        return with_settings(group, settings, node).solution.levels[miso]
