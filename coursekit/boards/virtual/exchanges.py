"""Calls of a bus controller as they come over the wires: words in, a call of the bench, words out.

An exchange has a device and five words of its own, the first of which counts the bytes that came
along; overlay files named after the bus (`_i2c.py`) make them.
"""

from __future__ import annotations

from collections.abc import Sequence

from coursekit.bench import Bench
from coursekit.bench.buses.i2c.calls import Port, Result
from coursekit.boards.virtual import serial_calls
from coursekit.boards.virtual.protocol import EXCHANGE_BYTES_MAX
from coursekit.boards.virtual.wires import WireError

I2C, SPI, UART = 1, 2, 3

# I2C: words are (sda | scl << 5 | delay_us << 10 | freq_hz << 30, timeout_us,
# operation | stop << 8 | connected << 9 | address << 16 | address bits << 24,
# count | register << 24).
_WRITE, _READ, _READ_MEMORY, _WRITE_MEMORY, _START, _STOP, _WRITE_BYTES, _READ_BYTES = range(8)


def exchange(bench: Bench, device: int, t_us: int, words: Sequence[int], data: bytes) -> Result:
    """Carry out a call; a status below 0 is minus an errno. Raises WireError for nonsense."""
    if device == I2C:
        return _i2c(bench, t_us, words, data)
    if device == SPI:
        return serial_calls.spi(bench, t_us, words, data)
    if device == UART:
        return serial_calls.uart(bench, t_us, words, data)
    raise WireError(f"an unknown device, {device}")


def _i2c(bench: Bench, t_us: int, words: Sequence[int], data: bytes) -> Result:
    wires, timeout_us, call, amount = words
    port = Port(
        wires & 31,
        wires >> 5 & 31,
        wires >> 30,
        timeout_us,
        wires >> 10 & 0xFFFFF,
        connected=bool(call >> 9 & 1),
    )
    operation, stop, address = call & 255, bool(call >> 8 & 1), call >> 16 & 0x7F
    count, register = amount & 0xFFFFFF, amount >> 24 & 0xFFFFFFFF
    if count > EXCHANGE_BYTES_MAX or port.freq_hz <= 0 or max(port.sda, port.scl) > 29:
        raise WireError("an I2C call that no board makes")
    i2c = bench.i2c
    if operation == _READ_MEMORY:
        return i2c.read_memory(port, t_us, address, _register(call, register), count)
    if operation == _WRITE_MEMORY:
        return i2c.write(port, t_us, address, _register(call, register) + data, stop=True)
    if operation == _WRITE:
        return i2c.write(port, t_us, address, data, stop=stop)
    if operation == _READ:
        return i2c.read(port, t_us, address, count, stop=stop)
    if not port.soft_delay_us:
        raise WireError("an I2C call that no board makes")
    if operation == _START:
        return i2c.primitive(port, t_us, lambda soft, lines: soft.start(lines))
    if operation == _STOP:
        return i2c.primitive(port, t_us, lambda soft, lines: soft.stop(lines))
    if operation == _WRITE_BYTES:
        return i2c.primitive(port, t_us, lambda soft, lines: soft.write_bytes(lines, data))
    if operation == _READ_BYTES:
        return i2c.primitive(
            port, t_us, lambda soft, lines: soft.read_bytes(lines, count, nack=stop)
        )
    raise WireError(f"an unknown I2C call, {operation}")


def _register(call: int, register: int) -> bytes:
    size = min(call >> 24, 32) // 8
    return register.to_bytes(4, "big")[4 - size :]
