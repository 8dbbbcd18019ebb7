"""A memory chip 24C01 to 24C512, `coursekit-eeprom`: bytes that outlast the loss of power.

Attributes: size, "24C32" unless it says otherwise; write_ms, how long it takes to store a page,
"5" (the most that today's data sheets allow; "10" is a part of the nineties). Written from
Microchip's sheets of AT24C01C/02C, AT24C04C/08C, AT24C16C, AT24C32D/64D, AT24C128C/256C and
AT24C512C, sections "Device Addressing", "Write Operations", "Write Protection", "Read Operations".
A new chip holds 0xFF everywhere.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from coursekit.bench.errors import BenchError
from coursekit.bench.parts.base import part_type, whole_number
from coursekit.bench.parts.i2c_chip import I2CChip
from coursekit.bench.parts.strap import Strap

if TYPE_CHECKING:
    from coursekit.bench.bench import Bench
    from coursekit.bench.diagram import PartSpec

ERASED = 0xFF
_BASE = 0x50  # 1010 and three bits, which pins or the memory address give


class Kind(NamedTuple):
    """One size of the family: bytes in all, bytes a page, bytes of a memory address.

    The lowest `block_bits` of the bus address are the highest bits of the memory address; the
    pins below them are not connected inside.
    """

    size: int
    page: int
    address_bytes: int = 2
    block_bits: int = 0


KINDS = {
    "24C01": Kind(128, 8, 1),
    "24C02": Kind(256, 8, 1),
    "24C04": Kind(512, 16, 1, 1),
    "24C08": Kind(1024, 16, 1, 2),
    "24C16": Kind(2048, 16, 1, 3),
    "24C32": Kind(4096, 32),
    "24C64": Kind(8192, 32),
    "24C128": Kind(16384, 64),
    "24C256": Kind(32768, 64),
    "24C512": Kind(65536, 128),
}


@part_type("coursekit-eeprom", "coursekit-24c32")
class Eeprom(I2CChip):
    """Written in pages, at each STOP; while it stores them it does not answer.

    Pins that are left open are low, by pull-downs inside ("Pin Descriptions").
    """

    pins = ("A0", "A1", "A2", "GND", "SDA", "SCL", "WP", "VCC")
    needs = (("VCC",), ("GND",), ("SDA",), ("SCL",))
    noun = "memory chip"

    def __init__(self, spec: PartSpec) -> None:
        super().__init__(spec)
        self.size_name = spec.attrs.get("size", "24C32").strip().upper()
        if self.size_name not in KINDS:
            raise ValueError(f"size must be one of {', '.join(KINDS)}, not {self.size_name!r}.")
        self.kind = KINDS[self.size_name]
        self.write_us = 1000 * whole_number(spec.attrs.get("write_ms", "5"), "write_ms", 1, 20)
        self._memory = bytearray([ERASED]) * self.kind.size
        self._straps = [Strap(self.id, pin) for pin in ("A0", "A1", "A2")]
        self._write_protect = Strap(self.id, "WP")
        self._pointer = self._block = 0
        self._incoming = self._address_bytes_left = 0
        self._page: dict[int, int] = {}  # what came since the address, by place
        self._stored: list[int] = []  # the places of the last write
        self._busy_until = 0

    # -- for people --------------------------------------------------------------------------

    @property
    def memory(self) -> bytes:
        """What it holds: all of it, from address 0 on. Can be set; shorter leaves the rest 0xFF."""
        return bytes(self._memory)

    @memory.setter
    def memory(self, contents: bytes) -> None:
        if len(contents) > self.kind.size:
            raise BenchError(
                f"{self.id} is a {self.size_name} and holds {self.kind.size} bytes, "
                f"not {len(contents)}."
            )
        self._memory[:] = bytes(contents).ljust(self.kind.size, bytes([ERASED]))

    def state(self) -> dict[str, Any]:
        return {"used": self.kind.size - self._memory.count(ERASED)}

    # -- on the bus --------------------------------------------------------------------------

    def connect(self, bench: Bench) -> None:
        for strap in (*self._straps, self._write_protect):
            strap.connect(bench)
        super().connect(bench)

    def addresses(self) -> tuple[int, ...]:
        blocks = 1 << self.kind.block_bits
        pins = sum(strap.level << place for place, strap in enumerate(self._straps))
        first = _BASE + (pins & ~(blocks - 1))
        return tuple(range(first, first + blocks))

    def on_power(self, t_us: int) -> None:
        self._forget()

    def on_power_lost(self, t_us: int) -> None:
        """A write that was under way is left half done.

        The sheets promise nothing for this case. Here the bytes that were to be written are
        erased first and then stored one after the other, evenly over the write time.
        """
        if t_us < self._busy_until:
            passed_us = t_us - (self._busy_until - self.write_us)
            stored = len(self._stored) * passed_us // self.write_us
            for place in self._stored[stored:]:
                self._memory[place] = ERASED
        self._forget()

    def on_address(self, t_us: int, address: int, *, read: bool) -> bool:
        if t_us < self._busy_until:
            return False  # "Acknowledge Polling"
        if self.kind.block_bits:
            self._block = address & ((1 << self.kind.block_bits) - 1)
            self._pointer = self._block << 8 | self._pointer & 0xFF
        self._address_bytes_left = 0 if read else self.kind.address_bytes
        self._incoming = 0
        return True

    def on_write(self, t_us: int, byte: int) -> bool:
        if self._address_bytes_left:
            self._incoming = self._incoming << 8 | byte
            self._address_bytes_left -= 1
            if not self._address_bytes_left:  # bits above those of its size are "don't care"
                self._pointer = (self._block << 8 | self._incoming) % self.kind.size
            return True
        page = self.kind.page
        self._page[self._pointer] = byte
        first = self._pointer - self._pointer % page
        self._pointer = first + (self._pointer + 1) % page  # rolls over within the page
        return True

    def on_read(self, t_us: int) -> int:
        byte = self._memory[self._pointer]
        self._pointer = (self._pointer + 1) % self.kind.size
        return byte

    def on_stop(self, t_us: int) -> None:
        """Data that came is stored now, unless WP says no: then it is ready again at once."""
        if self._page and not self._write_protect.level:
            for place, byte in self._page.items():
                self._memory[place] = byte
            self._stored = sorted(self._page)
            self._busy_until = t_us + self.write_us
        self._page = {}

    def on_restart(self, t_us: int) -> None:
        """Only a STOP starts the writing ("Write Operations"); without it the data is lost."""
        self._page = {}

    def _forget(self) -> None:
        """As after power-on: the address counter is lost, and so is what was not stored."""
        self._pointer = self._block = 0
        self._incoming = self._address_bytes_left = 0
        self._page = {}
        self._stored = []
        self._busy_until = 0
