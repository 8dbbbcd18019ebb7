"""Calls of SPI and UART as they come over the wires; overlay/_spi.py and _uart.py make them."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil

from coursekit.bench import Bench
from coursekit.bench.buses.i2c.calls import Result
from coursekit.bench.buses.spi import SpiSetup, duration_us, transfer
from coursekit.bench.buses.uart import Format
from coursekit.bench.buses.uart.lines import UARTS
from coursekit.boards.virtual.protocol import EXCHANGE_BYTES_MAX
from coursekit.boards.virtual.wires import WireError

NO_PIN = 63
_GPIOS = 30
_HZ_MAX = 1e9


def spi(bench: Bench, t_us: int, words: Sequence[int], data: bytes) -> Result:
    """One transfer. Words: pins and mode, clock | divider << 32, wanted, count | fill << 32."""
    settings, rate, wanted, amount = words
    sck, mosi, miso = (_pin(settings >> shift & 63) for shift in (0, 6, 12))
    bits, divider = settings >> 20 & 31, rate >> 32
    hz = (rate & 0xFFFFFFFF) / divider if divider > 0 else 0.0
    if amount >> 40 & 1:
        if amount & 0xFFFFFFFF > EXCHANGE_BYTES_MAX or not wanted:
            raise WireError("an SPI call that no board makes")
        data = bytes([amount >> 32 & 0xFF]) * (amount & 0xFFFFFFFF)
    if not (0 < hz < _HZ_MAX and 0 < bits <= 16):
        raise WireError("an SPI call that no board makes")
    setup = SpiSetup(
        sck,
        mosi,
        miso,
        hz,
        polarity=settings >> 18 & 1,
        phase=settings >> 19 & 1,
        bits=bits,
        soft=bool(settings >> 25 & 1),
        lsb_first=bool(settings >> 26 & 1),
    )
    received = transfer(bench, setup, t_us, data, reads=bool(wanted))
    end_us = t_us + ceil(duration_us(setup, len(data)))
    return Result(0, received if wanted else b"", end_us)


_SET_UP, _READ, _COUNT, _WRITE, _BREAK, _WATCH, _STOP = range(7)


def uart(bench: Bench, t_us: int, words: Sequence[int], data: bytes) -> Result:
    """One call of a UART.

    Words: how it is set up, 0, operation | number << 8 | its pins << 9, what the operation needs.
    """
    form, _, call, first = words
    number = call >> 8 & 1
    port = bench.serial_lines.uarts[number]
    operation = call & 0xFF
    if operation == _SET_UP:
        _set_up(bench, number, t_us, first, form)
        return Result(0, b"", t_us)
    port.keep(t_us, sends=bool(call >> 9 & 1), hears=bool(call >> 10 & 1))
    if operation == _READ and 0 <= first <= EXCHANGE_BYTES_MAX:
        return Result(0, port.read(t_us, first), t_us)
    if operation == _COUNT:
        return Result(port.any(t_us), b"", t_us)
    if operation == _WRITE:
        port.write(t_us, data)
    elif operation == _BREAK and 0 <= first <= 13_000_001:
        port.send_break(t_us, first)
    elif operation == _WATCH:
        port.watch(t_us, first & 7)
    elif operation == _STOP:
        port.stop()
    else:
        raise WireError("a UART call that no board makes")
    return Result(0, b"", t_us)


def _set_up(bench: Bench, number: int, t_us: int, rate: int, form: int) -> None:
    """Set up a UART.

    `rate`: divider in 1/64 | clock << 32. `form`: from the lowest bit on, data bits less 5,
    parity, stop bits less 1, inversion, pins, rxbuf, and whether to begin with an empty buffer.
    """
    divider = rate & 0xFFFFFFFF
    tx, rx = form >> 12 & 63, form >> 18 & 63
    parity = form >> 4 & 3
    baud = 4 * (rate >> 32) / divider if divider else 0.0
    if not (1 <= baud < _HZ_MAX and max(tx, rx) < _GPIOS and parity < 3 and 0 <= number < UARTS):
        raise WireError("a UART call that no board makes")
    format_ = Format(
        baud,
        bits=5 + (form & 3),
        parity=parity - 1 if parity else None,
        stop=1 + (form >> 6 & 1),
    )
    port = bench.serial_lines.uarts[number]
    if form >> 40 & 1:
        port.forget()
    port.set_up(t_us, tx, rx, format_, form >> 24 & 0x7FFF, form >> 8 & 3)


def _pin(number: int) -> int | None:
    if number == NO_PIN:
        return None
    if number >= _GPIOS:
        raise WireError(f"no GPIO {number}")
    return number
