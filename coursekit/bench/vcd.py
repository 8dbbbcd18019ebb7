"""A trace as a VCD file, which PulseView, GTKWave and other tools for logic analysers open.

Pins keep their edges, buses get the waves of their lines and, as text, what went over them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from heapq import merge
from pathlib import Path
from typing import TYPE_CHECKING, Any

from coursekit.bench.buses.channel import BusChannel
from coursekit.bench.buses.decode import bit_us_of, bits_of, lines_of, text_of
from coursekit.bench.buses.told import told_pins
from coursekit.bench.errors import BenchError

if TYPE_CHECKING:
    from vcd import VCDWriter
    from vcd.writer import Variable

    from coursekit.bench.trace import Channel, Trace

MAX_CHANGES = 2_000_000
"""So many make a file of some 30 MB, which PulseView still opens."""

_TICKS_NS = (1000, 100, 10, 1)
_TICKS_PER_BIT = 16
_UNITS = {1000: "1 us", 100: "100 ns", 10: "10 ns", 1: "1 ns"}
_IDLE = "-"
_ODD = re.compile(r"[^0-9A-Za-z_]+")
_INITIAL: dict[str, Any] = {"wire": "x", "real": 0.0, "string": _IDLE}

Change = tuple[float, Any]


@dataclass(frozen=True)
class _Signal:
    """One variable of the file: its name, VCD type, and changes (time in us, value).

    All stand in one scope, because PulseView shows names without theirs.
    """

    name: str
    type: str
    changes: Iterable[Change]


def write_vcd(
    trace: Trace,
    path: Path | str,
    start_us: int | None = None,
    end_us: int | None = None,
    channels: Sequence[str] | None = None,
) -> int:
    """Write what a trace holds of start_us <= t <= end_us to a file, replacing it.

    Time counts from `start_us`. `channels` are names; without it, all are written, but for pins of
    which the lines of a bus tell everything. Returns how many changes the file holds. Raises
    BenchError where they would be more than two million, KeyError for an unknown name, OSError
    where the file cannot be written.
    """
    with trace.lock:
        first = start_us if start_us is not None else 0
        last = max(trace.now_us() if end_us is None else end_us, first + 1)
        whole = trace.window(first, last)
    if channels is None:
        told = told_pins(whole, first, last)
        channels = [channel.name for channel in whole if channel.name not in told]
    cut = [whole[name] for name in dict.fromkeys(channels)]
    _must_fit(cut, first, last)
    signals = [signal for channel in cut for signal in _signals(channel, first, last)]
    tick_ns = _tick_ns(cut)
    from vcd import VCDWriter

    with (
        Path(path).open("w", encoding="ascii", errors="replace", newline="\n") as file,
        VCDWriter(file, timescale=_UNITS[tick_ns], date="", version="coursekit") as writer,
    ):
        return _write(writer, signals, first, last, tick_ns)


def _must_fit(cut: Sequence[Channel], start_us: int, end_us: int) -> None:
    count = 0
    for channel in cut:
        if isinstance(channel, BusChannel):
            records = channel.within(start_us, end_us)
            count += round(sum(2 + 3 * bits_of(record, start_us, end_us) for record in records))
        else:
            count += channel.edge_count(start_us, end_us)
    if count > MAX_CHANGES:
        raise BenchError(
            f"A file with about {count:,} changes would be too large for the programs that open "
            f"it; at most {MAX_CHANGES:,} are written. Choose a shorter time."
        )


def _tick_ns(cut: Sequence[Channel]) -> int:
    """The coarsest tick in which the waves still look right: each sample costs a reader memory."""
    bits = [
        bit_us
        for channel in cut
        if isinstance(channel, BusChannel)
        for record in channel.values
        if (bit_us := bit_us_of(record)) > 0
    ]
    finest_ns = 1000 * min(bits, default=1000.0) / _TICKS_PER_BIT
    return next((tick for tick in _TICKS_NS if tick <= finest_ns), 1)


def _signals(channel: Channel, start_us: int, end_us: int) -> Iterator[_Signal]:
    name = _plain(channel.name)
    if isinstance(channel, BusChannel):
        records = channel.within(start_us, end_us)
        for line, changes in lines_of(records, start_us, end_us).items():
            before = (min(changes[0][0], float(start_us)), changes[0][1])
            yield _Signal(f"{name}_{line}", "wire", [before, *changes[1:]])
        yield _Signal(name, "string", _as_text(records))
    elif channel.kind in ("digital", "pwm"):
        first_us = int(channel.times_us[0]) if len(channel) else start_us
        first = [(float(first_us), channel.level_at(first_us))] if len(channel) else []
        yield _Signal(name, "wire", [*first, *channel.edges(start_us, end_us)])
    elif channel.kind == "analog":
        yield _Signal(name, "real", _recorded(channel, float))
    elif channel.kind == "pixels":
        yield _Signal(name, "string", _recorded(channel, _colours))
    else:
        yield _Signal(name, "string", _recorded(channel, _printable))


def _recorded(channel: Channel, value_of: Callable[[Any], Any]) -> list[Change]:
    values = zip(channel.times_us.tolist(), channel.values.tolist(), strict=True)
    return [(t_us, value_of(value)) for t_us, value in values]


def _colours(pixels: Any) -> str:
    return " ".join("#" + "".join(f"{part:02x}" for part in rgb) for rgb in pixels)


def _as_text(records: Iterable[Any]) -> Iterator[Change]:
    end_us: float | None = None
    for record in records:
        if end_us is not None and end_us < record.start_us:
            yield end_us, _IDLE
        yield record.start_us, _printable(text_of(record))
        end_us = record.end_us
    if end_us is not None:
        yield end_us, _IDLE


def _write(
    writer: VCDWriter, signals: Iterable[_Signal], start_us: int, end_us: int, tick_ns: int
) -> int:
    """All signals side by side, in the order of time."""
    rows: list[Iterator[tuple[int, int, Variable[Any], Any]]] = []

    def later(
        number: int, variable: Variable[Any], changes: Iterable[Change]
    ) -> Iterator[tuple[int, int, Variable[Any], Any]]:
        for t_us, value in changes:
            yield round((t_us - start_us) * 1000 / tick_ns), number, variable, value

    names: set[str] = set()
    for number, signal in enumerate(signals):
        initial, changes = _INITIAL[signal.type], []
        for t_us, value in signal.changes:
            if t_us <= start_us:
                initial = value
            elif t_us <= end_us:
                changes.append((t_us, value))
        name = signal.name
        while name in names:  # two that differ in odd characters alone
            name += "_"
        names.add(name)
        size = 1 if signal.type == "wire" else None
        variable = writer.register_var("bench", name, signal.type, size=size, init=initial)
        rows.append(later(number, variable, changes))
    count = 0
    for tick, _, variable, value in merge(*rows, key=lambda row: row[:2]):
        writer.change(variable, tick, value)
        count += 1
    writer.flush(round((end_us - start_us) * 1000 / tick_ns))
    return count


def _plain(name: str) -> str:
    """A name that every reader takes: spaces and slashes end one in some."""
    return _ODD.sub("_", name).strip("_") or "_"


def _printable(value: object) -> str:
    return "".join(c if " " <= c <= "~" else "?" for c in str(value))
