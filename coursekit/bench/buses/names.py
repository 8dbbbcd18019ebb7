"""Which channels of a trace are meant by "i2c", "spi", "uart", or by a chip on a bus.

A bus's own name, as "I2C GP4/GP5", is long, and says nothing to who wired a chip.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from coursekit.bench.buses.channel import BusChannel
from coursekit.bench.parts.i2c_chip import I2CChip

if TYPE_CHECKING:
    from coursekit.bench.bench import Bench
    from coursekit.bench.parts.base import Part

KINDS = ("i2c", "spi", "uart")
"""What may stand for all buses of a kind."""


def channels_meant(bench: Bench, name: str) -> list[str]:
    """Return the channels that a name stands for: its own, all of a kind of bus, or a chip's bus.

    [] where there are none; nothing may have gone over such a bus yet.
    """
    if name in bench.trace:
        return [name]
    if name.lower() in KINDS:
        return [bus.name for bus in _buses(bench) if bus.name.lower().startswith(name.lower())]
    part = bench.parts.get(name)
    return [] if part is None else [bus.name for bus in _buses(bench) if _carries(bus, part)]


def kinds_used(bench: Bench) -> list[str]:
    """Return those of KINDS of which there are buses in the trace."""
    names = [bus.name.lower() for bus in _buses(bench)]
    return [kind for kind in KINDS if any(name.startswith(kind) for name in names)]


def _buses(bench: Bench) -> list[BusChannel]:
    return [channel for channel in bench.trace if isinstance(channel, BusChannel)]


def _carries(bus: BusChannel, part: Part) -> bool:
    """Whether something has gone to a chip by this bus, or from it."""
    addresses = part.addresses() if isinstance(part, I2CChip) else ()
    records: list[Any] = bus.values.tolist()
    return any(
        getattr(record, "address", None) in addresses or part.id in getattr(record, "chips", ())
        for record in records
    )
