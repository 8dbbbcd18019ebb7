"""What a record of any bus shows of itself: its text, its boxes, and the lines it went over.

An I2C transaction is plain data, and is decoded here; other buses' records may decode themselves.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

from coursekit.bench.buses.i2c import waves
from coursekit.bench.buses.lines import Changes, lines_of_all
from coursekit.bench.buses.record import Decoded, Field, Waving
from coursekit.bench.buses.spi import SpiTransfer
from coursekit.bench.buses.transaction import Transaction
from coursekit.bench.buses.uart.burst import Burst

_MAX_BYTES = 8
_MAX_CHARS = 48


def text_of(record: Any) -> str:
    """Return one short line: "write 0x77 f4 2e", "read 0x50 00 01 02 ... 64 bytes"."""
    if isinstance(record, Transaction):
        said = f"{record.direction} 0x{record.address:02x}"
        if record.data:
            said += " " + record.data[:_MAX_BYTES].hex(" ")
        if len(record.data) > _MAX_BYTES:
            said += f" ... {len(record.data)} bytes"
        return said + (f" ({_refusal(record)})" if is_refused(record) else "")
    text = str(record)
    return text if len(text) <= _MAX_CHARS else f"{text[: _MAX_CHARS - 4]} ..."


def texts_of(record: Any) -> list[str]:
    """Return what may stand in its box, from the longest to the shortest."""
    if not isinstance(record, Transaction):
        return [text_of(record)]
    way = "R" if record.read else "W"
    data = record.data.hex(" ") if len(record.data) <= _MAX_BYTES else f"{len(record.data)} bytes"
    head = f"0x{record.address:02x} {way}"
    return [f"{head} {data}".rstrip(), head, f"{record.address:02x}{way}"]


def fields_of(record: Any, from_us: float = -math.inf, to_us: float = math.inf) -> Sequence[Field]:
    """Return its boxes in a window; one with its text where it has none of its own."""
    if isinstance(record, Transaction):
        found: Sequence[Field] = waves.fields(record, from_us, to_us)
    elif isinstance(record, Decoded):
        found = record.fields()
    else:
        found = [Field(record.start_us, record.end_us, text_of(record))]
    return [field for field in found if field.end_us >= from_us and field.start_us <= to_us]


def lines_of(
    records: Sequence[Any], from_us: float = -math.inf, to_us: float = math.inf
) -> dict[str, Changes]:
    """Return the lines of a bus by name, as changes (time in us, level); {} if they are unknown.

    All records are of one bus. Each line begins with its level before the first one. What lies
    outside of from_us..to_us may be left out.
    """
    if not records:
        return {}
    if all(isinstance(record, Transaction) for record in records):
        sda, scl = waves.levels_us(waves.waves(records, from_us, to_us))
        return {"SCL": scl, "SDA": sda}
    if not all(isinstance(record, Waving) for record in records):
        return lines_of_all(records)
    found: dict[str, Changes] = {}
    for record in records:
        for name, changes in record.lines().items():
            known = found.setdefault(name, [])
            known += [c for c in changes if not known or c[0] >= known[-1][0]]
    return found


def bits_of(record: Any, from_us: float, to_us: float) -> float:
    """Return about how many bits of it must be worked out to draw a window; 0 if unknown."""
    bit_us = bit_us_of(record)
    if bit_us <= 0:
        return 0.0
    start_us, end_us = record.start_us, record.end_us
    if isinstance(record, Transaction):
        start_us, end_us = max(start_us, from_us), min(end_us, to_us)
    return float(max(end_us - start_us, 0.0) / bit_us)


def bit_us_of(record: Any) -> float:
    """Return how long a bit of it lasts, in microseconds; 0 if that is unknown."""
    if isinstance(record, SpiTransfer):
        return 1e6 / record.hz
    if isinstance(record, Burst):
        return record.format.bit_us
    return float(getattr(record, "bit_us", 0.0))


def is_refused(record: Any) -> bool:
    """Whether a target did not acknowledge its address, or a byte that was written to it."""
    if isinstance(record, Transaction):
        unheard = not record.read and record.data_acks < len(record.data)
        return not record.acked or unheard
    return bool(getattr(record, "failed", False))


def _refusal(record: Transaction) -> str:
    if not record.acked:
        return "not acknowledged"
    return f"byte {record.data_acks + 1} not acknowledged"
