"""A chip for tests of a bus: 256 registers, and a log of what it was told."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from coursekit.bench import Bench, Mode, Pull
from coursekit.bench.buses.i2c.calls import Port
from coursekit.bench.diagram import PartSpec
from coursekit.bench.parts.base import PART_TYPES
from coursekit.bench.parts.i2c_chip import RegisterChip
from tests.bench.diagrams import bench, part

HARD = Port(sda=4, scl=5, freq_hz=399_361, timeout_us=50_000)
SOFT = Port(sda=4, scl=5, freq_hz=250_000, timeout_us=50_000, soft_delay_us=2)


class Chip(RegisterChip):
    """Register n holds n; the attribute `address` is its address, `refuses` a byte it refuses."""

    pins = ("VCC", "GND", "SDA", "SCL")
    noun = "chip"
    pullup_ohms = 4700

    def __init__(self, spec: PartSpec) -> None:
        super().__init__(spec)
        self.memory = bytearray(range(256))
        self.log: list[tuple[str, int]] = []

    def addresses(self) -> tuple[int, ...]:
        return (int(self.spec.attrs.get("address", "80")),)

    def on_address(self, t_us: int, address: int, *, read: bool) -> bool:
        self.log.append(("read" if read else "write", address))
        return super().on_address(t_us, address, read=read)

    def read_register(self, t_us: int, register: int) -> int:
        self.log.append(("get", register))
        return self.memory[register]

    def write_register(self, t_us: int, register: int, value: int) -> bool:
        self.log.append(("put", value))
        self.memory[register] = value
        return value != int(self.spec.attrs.get("refuses", "-1"))

    def on_stop(self, t_us: int) -> None:
        self.log.append(("stop", 0))


@contextmanager
def known_chip() -> Iterator[None]:
    """While this lasts, diagrams may hold a `test-chip`."""
    before = dict(PART_TYPES)
    PART_TYPES["test-chip"] = Chip
    try:
        yield
    finally:
        PART_TYPES.clear()
        PART_TYPES.update(before)


def wires(name: str, sda: str = "GP4", scl: str = "GP5") -> list[str]:
    """The four wires of a chip."""
    ends = {"VCC": "3V3", "GND": "GND.1", "SDA": sda, "SCL": scl}
    return [f"{name}:{pin} pico:{end}" for pin, end in ends.items()]


def desk(*more: str, sda: str = "GP4", scl: str = "GP5", **attrs: str) -> Bench:
    """A bench with chips `c` at address 80 and those named in `more`, at 81, 82, ..."""
    parts = [part("c", "test-chip", **attrs)]
    parts += [part(n, "test-chip", address=str(81 + i)) for i, n in enumerate(more)]
    ends = [wire for name in ("c", *more) for wire in wires(name, sda, scl)]
    return bench(parts, ends)


def set_up(table: Bench, port: Port) -> Bench:
    """Give a controller its pins, as the board does."""
    for gpio in (port.scl, port.sda):
        if port.soft_delay_us:
            table.write(gpio, 0, 1)
            table.configure(gpio, 0, Mode.OPEN_DRAIN, Pull.DOWN)
        else:
            table.configure(gpio, 0, Mode.ALT, Pull.UP)
    return table


def by_the_long_road(table: Bench) -> Bench:
    """Have each call go edge by edge, also where the bus is healthy."""
    table.i2c.use_short_road = False
    return table
