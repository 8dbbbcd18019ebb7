"""What SDA and SCL looked like during a transaction, worked out from its bytes.

The short road over a bus makes no edges, which keeps it fast. A close-up of a diagram, and a
logic analyser's file, show them all the same (UM10204, 3.1).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from coursekit.bench.buses.record import Field, Role
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


def waves(transactions: Iterable[Transaction]) -> list[Lines]:
    """Return every change of SDA and SCL, the levels before the first START at the beginning.

    A START falls on `start_us`, a STOP on `end_us`; what a bus left without a STOP does until the
    next START stands half a bit before that. Times never go back.
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
        found += _between(transaction, bit_us, max(found[-1].t_us, start_us))
    return found


def _between(transaction: Transaction, bit_us: float, start_us: float) -> Iterator[Lines]:
    yield Lines(start_us, 0, 1)
    sda = 0
    fallen_us = start_us
    for bit in _bits(transaction, bit_us, start_us):
        fallen_us = bit.start_us
        yield Lines(fallen_us, sda, 0)
        if bit.level != sda:
            sda = bit.level
            yield Lines(fallen_us + 0.25 * bit_us, sda, 0)
        yield Lines(bit.end_us - 0.5 * bit_us, sda, 1)
        fallen_us = bit.end_us
    yield Lines(fallen_us, sda, 0)
    at_end = 0 if transaction.stop else 1
    if sda != at_end:
        yield Lines(fallen_us + 0.25 * bit_us, at_end, 0)
    if transaction.stop:
        end_us = fallen_us + max(transaction.end_us - fallen_us, _SHORTEST_US)
        yield Lines(end_us - 0.5 * min(bit_us, end_us - fallen_us), 0, 1)
        yield Lines(end_us, 1, 1)


def _bits(transaction: Transaction, bit_us: float, start_us: float) -> Iterator[_Bit]:
    """Nine clocks for each byte; what the time holds beyond them is a clock stretched after it."""
    octets = _octets(transaction)
    units = _HOLD_BITS + 9 * len(octets) + _CLOSE_BITS
    spare_us = max(transaction.end_us - start_us - units * bit_us, 0.0) / len(octets)
    t_us = start_us + _HOLD_BITS * bit_us
    for number, (value, acked) in enumerate(octets):
        levels = [value >> place & 1 for place in range(7, -1, -1)] + [0 if acked else 1]
        for place, level in enumerate(levels):
            length_us = bit_us + (spare_us if number and place == 0 else 0.0)
            yield _Bit(t_us, t_us + length_us, level)
            t_us += length_us


def _octets(transaction: Transaction) -> list[tuple[int, bool]]:
    """The bytes on the wire with their acknowledges, the address with its direction first."""
    first = (transaction.address << 1 & 0xFE) | transaction.read
    rest = [(byte, i < transaction.data_acks) for i, byte in enumerate(transaction.data)]
    return [(first, transaction.acked), *rest]


def _bit_us(transaction: Transaction) -> float:
    """How long a bit is drawn: as it was, or shorter where it would not fit."""
    units = _HOLD_BITS + 9 * (1 + len(transaction.data)) + _CLOSE_BITS
    fits_us = max(transaction.end_us - transaction.start_us, _SHORTEST_US) / units
    return min(transaction.bit_us, fits_us) if transaction.bit_us > 0 else fits_us


def fields(transaction: Transaction) -> list[Field]:
    """Return the boxes of a transaction as a protocol analyser shows them, without gaps.

    S or Sr, the address with R or W, ACK or NAK, each byte in hex and its acknowledge, and P.
    The NAK by which a controller ends its reading is none of the role "nak": nobody refused.
    """
    bit_us = _bit_us(transaction)
    start_us, end_us = transaction.start_us, transaction.end_us
    bits = list(_bits(transaction, bit_us, start_us))
    found = [Field(start_us, bits[0].start_us, "Sr" if transaction.repeated else "S", "start")]
    for number, (value, acked) in enumerate(_octets(transaction)):
        first, last = bits[9 * number], bits[9 * number + 8]
        if number:
            found.append(Field(first.start_us, last.start_us, f"{value:02x}", "data"))
        else:
            way = "R" if transaction.read else "W"
            text, brief = f"0x{transaction.address:02x} {way}", f"{transaction.address:02x}{way}"
            found.append(Field(first.start_us, last.start_us, text, "address", brief))
        refused = not acked and not (number and transaction.read)
        text = "ACK" if acked else "NAK"
        role: Role = "nak" if refused else "ack"
        found.append(Field(last.start_us, last.end_us, text, role, text[0]))
    if transaction.stop:
        found.append(Field(bits[-1].end_us, max(end_us, bits[-1].end_us), "P", "stop"))
    return found


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
