"""What went over a bus, as a student reads it in the message of a check."""

from __future__ import annotations

from collections.abc import Sequence

from coursekit.bench.buses.decode import is_refused
from coursekit.bench.buses.transaction import Transaction
from coursekit.bench.faults import listed
from coursekit.bench.parts.i2c_chip import I2CChip
from coursekit.checks.words import count

NOTHING = "saw nothing"
_MAX_BYTES = 8
_MAX_LISTED = 5


def shown(data: bytes) -> str:
    """Bytes as they stand in a program: `0xf4 0x2e`."""
    text = " ".join(f"0x{byte:02x}" for byte in data[:_MAX_BYTES])
    return text if len(data) <= _MAX_BYTES else f"{text} ... ({len(data)} bytes)"


def refused(transactions: Sequence[Transaction]) -> list[Transaction]:
    """Those in which an address or a byte that was written was not acknowledged."""
    return [transaction for transaction in transactions if is_refused(transaction)]


def seen(transactions: Sequence[Transaction]) -> str:
    """`saw a write of 0xf4 0x2e, a read of 2 bytes and 3 more`."""
    if not transactions:
        return NOTHING
    first = [_one(transaction) for transaction in transactions[:_MAX_LISTED]]
    more = len(transactions) - len(first)
    return f"saw {listed([*first, f'{more} more'] if more else first)}"


def _one(transaction: Transaction) -> str:
    if transaction.read:
        said = f"a read of {count(len(transaction.data), 'byte')}"
    else:
        said = f"a write of {shown(transaction.data) if transaction.data else 'no bytes'}"
    if not transaction.acked:
        return f"{said} to 0x{transaction.address:02x} that nobody acknowledged"
    if is_refused(transaction):
        return f"{said} whose byte {transaction.data_acks + 1} was not acknowledged"
    return said


def why_nothing(chip: I2CChip | None, everything: Sequence[Transaction]) -> str:
    """Why nothing went to a chip: `everything` is what went over all buses meanwhile."""
    if not everything:
        return " Nothing went over an I2C bus."
    if chip is None:
        return ""
    own = " or ".join(f"0x{address:02x}" for address in chip.addresses())
    asked = ", ".join(f"0x{a:02x}" for a in sorted({t.address for t in everything})[:_MAX_LISTED])
    return f" Its address is {own}; the program talked to {asked}."


def why_not_written(data: bytes, transactions: Sequence[Transaction]) -> str:
    """The name of a common mistake: what a write looks like that is not the expected one."""
    writes = [transaction for transaction in transactions if not transaction.read]
    for transaction in writes:
        if transaction.data == data:
            return " These bytes were sent, but not acknowledged."
        if len(data) > 1 and transaction.data == data[::-1]:
            return " The bytes are the wrong way round."
        if len(data) > 2 and transaction.data == data[:1] + data[:0:-1]:
            return f" The bytes behind 0x{data[0]:02x} are the wrong way round."
    parts = [transaction.data for transaction in writes]
    if len(data) > 1 and any(
        b"".join(parts[start:end]) == data
        for start in range(len(parts))
        for end in range(start + 2, min(start + len(data), len(parts)) + 1)
    ):
        return " The bytes belong into one transaction: each one begins anew with the register."
    return ""
