"""What the lines of SPI and UART looked like, worked out from what went over them.

Both keep bytes, not edges.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from coursekit.bench.buses.spi import SpiTransfer
from coursekit.bench.buses.uart.burst import Burst

Changes = list[tuple[float, int]]


def spi_lines(transfers: Iterable[SpiTransfer]) -> dict[str, Changes]:
    """Return SCK, MOSI and MISO as changes (time in us, level), each from before the first."""
    lines: dict[str, Changes] = {"SCK": [], "MOSI": [], "MISO": []}
    for transfer in transfers:
        idle, late = transfer.mode >> 1, transfer.mode & 1
        half_us = 0.5e6 / transfer.hz
        clock, out, back = lines.values()
        if not clock:
            before_us = transfer.start_us - half_us
            for changes, level in ((clock, idle), (out, 0), (back, 0)):
                changes.append((before_us, level))
        t_us = transfer.start_us
        for sent, received in _bits(transfer):
            put_us = t_us + half_us if late else t_us
            _change(out, put_us, sent)
            _change(back, put_us, received)
            _change(clock, t_us + half_us, 1 - idle)
            t_us += 2 * half_us
            _change(clock, t_us, idle)
    return lines


def uart_lines(bursts: Iterable[Burst]) -> dict[str, Changes]:
    """Return TX as changes (time in us, level), from before the first burst."""
    changes: Changes = []
    for burst in bursts:
        bit_us = burst.format.bit_us
        if not changes:
            changes.append((burst.start_us - bit_us, burst.format.idle))
        for t_us in burst.changes(burst.start_us):
            over = t_us + 0.5 * bit_us > burst.end_us
            level = burst.format.idle if over else burst.level_at(t_us + 0.5 * bit_us)
            _change(changes, t_us, level)
    return {"TX": changes}


def _bits(transfer: SpiTransfer) -> Iterator[tuple[int, int]]:
    clocks = (transfer.end_us - transfer.start_us) * transfer.hz / 1e6
    places = range(max(round(clocks / max(len(transfer.sent), 1)), 1))
    if not transfer.lsb_first:
        places = places[::-1]
    for sent, received in zip(transfer.sent, transfer.received, strict=True):
        for place in places:
            yield sent >> place & 1, received >> place & 1


def _change(changes: Changes, t_us: float, level: int) -> None:
    if changes[-1][1] != level:
        changes.append((max(t_us, changes[-1][0]), level))


def lines_of_all(records: Sequence[object]) -> dict[str, Changes]:
    """Return the lines of records that are all of one of the two kinds; {} for any others."""
    transfers = [record for record in records if isinstance(record, SpiTransfer)]
    if records and len(transfers) == len(records):
        return spi_lines(transfers)
    bursts = [record for record in records if isinstance(record, Burst)]
    return uart_lines(bursts) if records and len(bursts) == len(records) else {}
