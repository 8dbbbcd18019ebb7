"""Bytes on a serial line as levels over time: a start bit, data, parity, stop bits.

Kept as numbers, not as edges: the level at any time follows by arithmetic, as with PWM. So a
receiver with other settings can sample the very wave that was sent.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import floor
from typing import NamedTuple

from coursekit.bench.buses.record import Field

_TINY_US = 1e-6


class Format(NamedTuple):
    """How a UART is set up. parity: None, 0 for even, 1 for odd, as in MicroPython."""

    baud: float = 115200.0
    bits: int = 8
    parity: int | None = None
    stop: int = 1
    inverted: bool = False

    @property
    def bit_us(self) -> float:
        """How long one bit lasts."""
        return 1e6 / self.baud

    @property
    def idle(self) -> int:
        """The level of the line while nobody sends."""
        return 0 if self.inverted else 1

    @property
    def frame_bits(self) -> int:
        """Bits of one byte on the line, the start bit and the stop bits included."""
        return 1 + self.bits + (self.parity is not None) + self.stop

    @property
    def frame_us(self) -> float:
        """How long one byte lasts."""
        return self.frame_bits * self.bit_us

    def __str__(self) -> str:
        parity = "N" if self.parity is None else "EO"[self.parity]
        return f"{self.baud:.0f} baud {self.bits}{parity}{self.stop}"

    def level(self, byte: int, place: int) -> int:
        """The level of bit number `place` of a frame, before inversion."""
        if place == 0:
            return 0
        if place <= self.bits:
            return byte >> (place - 1) & 1
        if self.parity is not None and place == self.bits + 1:
            ones = (byte & ((1 << self.bits) - 1)).bit_count()
            return ones & 1 ^ self.parity
        return 1


@dataclass(frozen=True, slots=True)
class Burst:
    """Bytes that a UART sent without a pause. Times are microseconds of board time.

    A break is a burst without bytes: the line is low all the time.
    """

    start_us: float
    end_us: float
    data: bytes
    format: Format
    by_hand: bool = False
    """Whether it is no UART's, but the level of a wire."""

    @classmethod
    def of(cls, start_us: float, data: bytes, format_: Format) -> Burst:
        """The burst of these bytes; its end follows from the format."""
        return cls(start_us, start_us + len(data) * format_.frame_us, data, format_)

    def __str__(self) -> str:
        return f"sent {self.data!r}" if self.data else "break"

    def fields(self) -> list[Field]:
        """One box for each byte: the character if it can be printed, else two hex digits."""
        if not self.data:
            return [Field(self.start_us, self.end_us, "break", "error")]
        each_us = self.format.frame_us
        return [
            Field(
                self.start_us + n * each_us,
                self.start_us + (n + 1) * each_us,
                chr(byte) if 32 < byte < 127 else f"{byte:02x}",
            )
            for n, byte in enumerate(self.data)
        ]

    def level_at(self, t_us: float) -> int:
        """The level that it gives the line at `t_us`; the idle level outside of it."""
        if not self.start_us <= t_us < self.end_us:
            return self.format.idle
        if not self.data:
            return 1 - self.format.idle
        number = floor((t_us - self.start_us) / self.format.bit_us + _TINY_US)
        frame, place = divmod(number, self.format.frame_bits)
        if frame >= len(self.data):
            return self.format.idle
        return self.format.level(self.data[frame], place) ^ self.format.inverted

    def changes(self, from_us: float) -> Iterator[float]:
        """The times from `from_us` on at which its level may change, in order."""
        if not self.data:
            yield from (t for t in (self.start_us, self.end_us) if t >= from_us)
            return
        bit_us = self.format.bit_us
        count = len(self.data) * self.format.frame_bits
        first = max(0, floor((from_us - self.start_us) / bit_us))
        for number in range(first, count + 1):
            t_us = self.start_us + number * bit_us
            if t_us >= from_us:
                yield t_us
