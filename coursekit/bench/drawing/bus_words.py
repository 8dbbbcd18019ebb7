"""What went over a bus in words, for the alternative text of its row."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from coursekit.bench.buses.decode import is_refused, text_of
from coursekit.bench.buses.transaction import Transaction
from coursekit.bench.drawing.units import duration

_MAX_LISTED = 6
_MAX_ADDRESSES = 6


def bus_words(records: Sequence[Any], zero_us: float = 0.0) -> str:
    """Return how many transactions there were, when, and what they said, or with whom.

    "3 transactions from 1.2 ms to 6.4 ms: write 0x77 f4 2e, write 0x77 f6, read 0x77 6c fa".
    """
    if not records:
        return "no transactions"
    count = "1 transaction" if len(records) == 1 else f"{len(records)} transactions"
    first, last = records[0].start_us - zero_us, records[-1].end_us - zero_us
    parts = [f"{count} from {duration(first)} to {duration(last)}: "]
    if len(records) <= _MAX_LISTED:
        plain = all(isinstance(record, Transaction) for record in records)
        parts.append((", " if plain else "; ").join(text_of(record) for record in records))
    else:
        parts.append(f"first {text_of(records[0])}, at the end {text_of(records[-1])}")
        parts.append(_partners(records))
    refused = sum(is_refused(record) for record in records)
    if refused:
        parts.append(f"; not acknowledged: {refused}")
    return "".join(parts)


def _partners(records: Sequence[Any]) -> str:
    answered = {r.address for r in records if isinstance(r, Transaction) and r.acked}
    if not answered:
        return ""
    named = [f"0x{address:02x}" for address in sorted(answered)[:_MAX_ADDRESSES]]
    more = len(answered) - len(named)
    return f"; acknowledged by {', '.join(named)}" + (f" and {more} more" if more else "")
