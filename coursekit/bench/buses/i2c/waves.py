"""What SDA and SCL looked like during a transaction, worked out from its bytes.

The short road over a bus makes no edges, which keeps it fast. A close-up of a diagram, and a
logic analyser's file, show them all the same (UM10204, 3.1).
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from coursekit.bench.buses.record import Field
from coursekit.bench.buses.transaction import Transaction

_HOLD_BITS = 0.5
"""From the START until SCL falls."""
_CLOSE_BITS = 1.0
"""From the last clock until the STOP, or the next START: half of it with SCL low."""
_SHORTEST_US = 1e-3


class Lines(NamedTuple):
    """The levels of both wires from `t_us` on, in microseconds of board time."""

    t_us: float
    sda: int
    scl: int


@dataclass(frozen=True, slots=True)
class _Bit:
    """One clock: from SCL's fall to the next one, high in its second half."""

    start_us: float
    end_us: float
    level: int


def waves(
    transactions: Iterable[Transaction], from_us: float = -math.inf, to_us: float = math.inf
) -> list[Lines]:
    """Return every change of SDA and SCL, the levels before the first START at the beginning.

    A START falls on `start_us`, a STOP on `end_us`; what a bus left without a STOP does until the
    next START stands half a bit before that. Times never go back. Bytes that lie outside of
    from_us..to_us may be left out.
    """
    found: list[Lines] = []
    for transaction in transactions:
        bit_us = _bit_us(transaction)
        start_us = transaction.start_us
        if not found:
            found.append(Lines(start_us - bit_us, 1, 0 if transaction.repeated else 1))
        last = found[-1]
        if not last.scl:
            found.append(Lines(max(last.t_us, start_us - 0.5 * bit_us), 1, 1))
        octets = _Octets(transaction, max(found[-1].t_us, start_us))
        found += _between(octets, octets.within(from_us, to_us))
    return found


class _Octets:
    """The bytes of a transaction on the wire, the address with its direction first.

    Each takes nine clocks; what the time holds beyond them is a clock stretched after each byte.
    """

    def __init__(self, transaction: Transaction, start_us: float) -> None:
        self.transaction = transaction
        self.count = 1 + len(transaction.data)
        self.bit_us = _bit_us(transaction)
        self.start_us = start_us
        units = _HOLD_BITS + 9 * self.count + _CLOSE_BITS
        spare_us = transaction.end_us - start_us - units * self.bit_us
        self.spare_us = max(spare_us, 0.0) / self.count

    def begins_us(self, number: int) -> float:
        """When a byte begins; the stretched clock before it belongs to it."""
        stretched_us = max(number - 1, 0) * self.spare_us
        return self.start_us + (_HOLD_BITS + 9 * number) * self.bit_us + stretched_us

    def within(self, from_us: float, to_us: float) -> range:
        """The numbers of those that lie in a window, and of one before and after it."""
        each_us = 9 * self.bit_us + self.spare_us
        first = (from_us - self.begins_us(0)) / each_us - 2
        last = (to_us - self.begins_us(0)) / each_us + 3
        return range(int(min(max(first, 0), self.count)), int(max(min(last, self.count), 0)))

    def value(self, number: int) -> tuple[int, bool]:
        """What a byte was, and whether it was acknowledged."""
        transaction = self.transaction
        if number == 0:
            return (transaction.address << 1 & 0xFE) | transaction.read, transaction.acked
        return transaction.data[number - 1], number <= transaction.data_acks

    def bits(self, number: int) -> Iterator[_Bit]:
        """The nine bits of a byte, its acknowledge last."""
        value, acked = self.value(number)
        t_us = self.begins_us(number)
        for place in range(8, -1, -1):
            level = value >> (place - 1) & 1 if place else int(not acked)
            length_us = self.bit_us + (self.spare_us if number and place == 8 else 0.0)
            yield _Bit(t_us, t_us + length_us, level)
            t_us += length_us


def _between(octets: _Octets, numbers: range) -> Iterator[Lines]:
    bit_us, stop = octets.bit_us, octets.transaction.stop
    yield Lines(octets.start_us, 0, 1)
    sda = 0
    for number in numbers:
        for bit in octets.bits(number):
            yield Lines(bit.start_us, sda, 0)
            if bit.level != sda:
                sda = bit.level
                yield Lines(bit.start_us + 0.25 * bit_us, sda, 0)
            yield Lines(bit.end_us - 0.5 * bit_us, sda, 1)
    fallen_us = _closes_us(octets)
    yield Lines(fallen_us, sda, 0)
    at_end = 0 if stop else 1
    if sda != at_end:
        yield Lines(fallen_us + 0.25 * bit_us, at_end, 0)
    if stop:
        end_us = fallen_us + max(octets.transaction.end_us - fallen_us, _SHORTEST_US)
        yield Lines(end_us - 0.5 * min(bit_us, end_us - fallen_us), 0, 1)
        yield Lines(end_us, 1, 1)


def _closes_us(octets: _Octets) -> float:
    """When SCL falls after the last bit."""
    return (
        octets.begins_us(octets.count - 1)
        + 9 * octets.bit_us
        + (octets.spare_us if octets.count > 1 else 0.0)
    )


def _bit_us(transaction: Transaction) -> float:
    """How long a bit is drawn: as it was, or shorter where it would not fit."""
    units = _HOLD_BITS + 9 * (1 + len(transaction.data)) + _CLOSE_BITS
    fits_us = max(transaction.end_us - transaction.start_us, _SHORTEST_US) / units
    return min(transaction.bit_us, fits_us) if transaction.bit_us > 0 else fits_us


def fields(
    transaction: Transaction, from_us: float = -math.inf, to_us: float = math.inf
) -> list[Field]:
    """Return the boxes of a transaction as a protocol analyser shows them, without gaps.

    S or Sr, the address with R or W, ACK or NAK, each byte in hex and its acknowledge, and P.
    The NAK by which a controller ends its reading is none of the role "nak": nobody refused.
    Bytes that lie outside of from_us..to_us may be left out.
    """
    octets = _Octets(transaction, transaction.start_us)
    text = "Sr" if transaction.repeated else "S"
    found = [Field(transaction.start_us, octets.begins_us(0), text, "start")]
    for number in octets.within(from_us, to_us):
        found += _of_octet(octets, number)
    if transaction.stop:
        closes_us = _closes_us(octets)
        found.append(Field(closes_us, max(transaction.end_us, closes_us), "P", "stop"))
    return found


def _of_octet(octets: _Octets, number: int) -> Iterator[Field]:
    value, acked = octets.value(number)
    transaction = octets.transaction
    *bits, last = octets.bits(number)
    if number:
        yield Field(bits[0].start_us, last.start_us, f"{value:02x}", "data")
    else:
        way = "R" if transaction.read else "W"
        text, brief = f"0x{transaction.address:02x} {way}", f"{transaction.address:02x}{way}"
        yield Field(bits[0].start_us, last.start_us, text, "address", brief)
    refused = not acked and not (number and transaction.read)
    text = "ACK" if acked else "NAK"
    yield Field(last.start_us, last.end_us, text, "nak" if refused else "ack", text[0])


def levels_us(changes: Sequence[Lines]) -> tuple[list[tuple[float, int]], list[tuple[float, int]]]:
    """Return (time, level) of SDA and of SCL alone, without what only the other one did."""
    if not changes:
        return [], []
    first = changes[0]
    sda, scl = [(first.t_us, first.sda)], [(first.t_us, first.scl)]
    for before, now in pairwise(changes):
        if now.sda != before.sda:
            sda.append((now.t_us, now.sda))
        if now.scl != before.scl:
            scl.append((now.t_us, now.scl))
    return sda, scl
