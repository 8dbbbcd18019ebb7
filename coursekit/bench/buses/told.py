"""Pins of which a bus has told everything: beside the bus's row, theirs would only confuse.

What a controller does to its pins is no edge of theirs. What is left are the levels that they have
between two calls, as after a START. But a program that moves them by hand is to be seen.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from coursekit.bench.buses.channel import BusChannel
from coursekit.bench.buses.decode import bit_us_of

if TYPE_CHECKING:
    from coursekit.bench.trace import Channel, Trace

_PIN = re.compile(r"GP\d+")
_SLACK_US = 2.0  # edges are whole microseconds, transactions are not
_SLACK_BITS = 1.5  # a controller takes some time before a START and after a STOP


def told_pins(trace: Trace, start_us: float, end_us: float) -> frozenset[str]:
    """Return the channels of pins that changed only while something went over their bus."""
    found: set[str] = set()
    for bus in trace:
        if not isinstance(bus, BusChannel):
            continue
        records = bus.within(start_us, end_us)
        pins = [name for name in _PIN.findall(bus.name) if name in trace]
        if records:
            spans = _spans(records, end_us)
            found |= {name for name in pins if _is_told(trace[name], spans, start_us, end_us)}
    return frozenset(found)


def _spans(records: Iterable[Any], end_us: float) -> list[tuple[float, float]]:
    """When the bus was busy; without a STOP until the next START."""
    spans: list[tuple[float, float]] = []
    is_open = False
    for record in records:
        if is_open:
            spans[-1] = (spans[-1][0], record.start_us)
        slack_us = _SLACK_US + _SLACK_BITS * bit_us_of(record)
        spans.append((record.start_us - slack_us, record.end_us + slack_us))
        is_open = not getattr(record, "stop", True)
    if is_open:
        spans[-1] = (spans[-1][0], end_us)
    return spans


def _is_told(
    channel: Channel, spans: list[tuple[float, float]], start_us: float, end_us: float
) -> bool:
    import numpy as np

    times = channel.times_us[1:]  # the first is how it was found
    times = times[(times >= start_us) & (times <= end_us)]
    if channel.kind != "digital":
        return False
    starts, ends = np.array(spans, dtype=np.float64).T
    latest = np.maximum.accumulate(ends)
    place = np.searchsorted(starts, times, side="right") - 1
    return bool(np.all((place >= 0) & (times <= latest[place.clip(min=0)])))
