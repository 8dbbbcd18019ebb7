"""The listening end of a serial line: it samples the wave that arrives with its own settings.

Where both ends agree, whole bytes are passed on; otherwise each bit is sampled in its middle, as
the RP2040's UART does (PL011), so a wrong baud rate gives what it gives on a desk.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from coursekit.bench.buses.uart.burst import Burst, Format
from coursekit.bench.buses.uart.line import Line

_NEAR = 0.02
"""Baud rates that differ by less than this give the same bytes: no sample leaves its bit."""
_TINY_BITS = 1e-3
_NEAR_BITS = 0.4  # where the middle of a stop bit may lie, with a baud rate a little off


class Arrival(NamedTuple):
    """A byte is complete, in the middle of its stop bit; None is a break."""

    t_us: float
    byte: int | None


class Receiver:
    """Takes bursts and gives bytes, in order of time.

    `on_byte(t_us, byte)` is told of each byte, with None for a break; `on_burst(burst)` of what
    begins to arrive.
    """

    def __init__(self, format_: Format, on_byte: Callable[[float, int | None], None]) -> None:
        self.format = format_
        self.on_byte = on_byte
        self.on_burst: Callable[[Burst], None] = lambda burst: None
        self._line = Line()
        self._from_us = 0.0  # the wave before that is dealt with
        self._next: Arrival | None = None
        self._is_known = True

    @property
    def to_stop_us(self) -> float:
        """From the start of a byte to the middle of its first stop bit: then it is complete."""
        own = self.format
        return (1 + own.bits + (own.parity is not None) + 0.5) * own.bit_us

    def set_up(self, format_: Format, t_us: float) -> None:
        """New settings from `t_us` on; a byte half received is lost."""
        self.advance(t_us)
        self.format = format_
        self._from_us = max(self._from_us, t_us)
        self._is_known = False

    def hear(self, burst: Burst) -> None:
        """A burst is on the line, now or soon."""
        self._line.add(burst)
        self._is_known = False
        self.on_burst(burst)

    def amend(self, burst: Burst, known: Burst) -> None:
        """Of a burst that is under way more is known now."""
        self._line.amend(burst, known)
        self._is_known = False
        self.on_burst(known)

    def next_arrival(self) -> Arrival | None:
        """The next byte that will be complete, as far as is known now."""
        if not self._is_known:
            self._next = self._find()
            self._is_known = True
        return self._next

    def advance(self, t_us: float) -> None:
        """Receive what is complete at `t_us`."""
        while (arrival := self.next_arrival()) is not None and arrival.t_us <= t_us:
            self._from_us = arrival.t_us
            self._is_known = False
            self._line.forget(self._from_us)
            self.on_byte(*arrival)
        if self._next is None:
            self._from_us = max(self._from_us, t_us)
            self._line.forget(t_us)

    # -- inside -----------------------------------------------------------------------------

    def _find(self) -> Arrival | None:
        quick = self._agreed()
        return quick if quick is not None else self._sampled()

    def _agreed(self) -> Arrival | None:
        """The next byte of a burst in our own format that is alone on the line."""
        own = self.format
        for burst, alone in self._line.after(self._from_us):
            theirs = burst.format
            same = theirs[1:] == own[1:] and abs(theirs.baud / own.baud - 1) < _NEAR
            if not (same and alone and burst.data):
                return None
            number = self._first_whole(burst)
            if number is None:
                return None
            if number >= len(burst.data):
                continue
            t_us = burst.start_us + number * theirs.frame_us + self.to_stop_us
            return Arrival(t_us, burst.data[number] & ((1 << own.bits) - 1))
        return None

    def _first_whole(self, burst: Burst) -> int | None:
        """The first frame that it hears from its start; None where it came in amid another."""
        bits = (self._from_us - burst.start_us) / burst.format.bit_us
        if bits <= 0:
            return 0
        frame, place = divmod(bits + _TINY_BITS, burst.format.frame_bits)
        if place < 2 * _TINY_BITS:
            return int(frame)
        return (
            int(frame) + 1 if place >= self.to_stop_us / self.format.bit_us - _NEAR_BITS else None
        )

    def _sampled(self) -> Arrival | None:
        own = self.format
        bit_us = own.bit_us
        from_us = self._from_us
        while (start_us := self._falls(from_us)) is not None:
            if self._level(start_us + 0.5 * bit_us):
                from_us = start_us + 0.5 * bit_us  # too short for a start bit
                continue
            byte = 0
            for place in range(own.bits):
                byte |= self._level(start_us + (1.5 + place) * bit_us) << place
            low = not byte
            if own.parity is not None and self._level(start_us + (1.5 + own.bits) * bit_us):
                low = False
            stop_us = start_us + self.to_stop_us
            if low and not self._level(stop_us):
                return Arrival(stop_us, None)
            return Arrival(stop_us, byte)
        return None

    def _falls(self, from_us: float) -> float | None:
        return self._line.falling(from_us, inverted=self.format.inverted)

    def _level(self, t_us: float) -> int:
        """What it sees at `t_us`."""
        return self._line.level_at(t_us) ^ self.format.inverted
