"""Helpers for work with an I2C bus: who is there, what is in its registers, a stuck bus freed."""

import errno
import time

from machine import I2C, Pin
from micropython import const

_HALF_BIT_US = const(5)  # 100 kHz, which every chip understands
_PATIENCE_US = const(1000)


def scan_table(i2c: I2C) -> str:
    """A table of all addresses, as text: those that answer with their number, others as "--".

    Addresses below 0x08 and above 0x77 are reserved and not asked.
    """
    found = i2c.scan()
    lines = ["     0  1  2  3  4  5  6  7  8  9  a  b  c  d  e  f"]
    for row in range(0, 0x80, 16):
        line = f"{row:02x}: "
        for address in range(row, row + 16):
            if not 0x08 <= address <= 0x77:
                line += "   "
            else:
                line += f"{address:02x} " if address in found else "-- "
        lines.append(line.rstrip())
    return "\n".join(lines)


def recover(sda: Pin | int, scl: Pin | int) -> int:
    """Free a bus whose SDA is held low by a chip that was stopped in the middle of a byte.

    Up to nine clocks, until the chip lets go (UM10204, 3.1.16), then START and STOP while SCL is
    high: on one more clock the chip could pull SDA low again. Returns the number of clocks. The
    pins are ordinary ones afterwards: make the `I2C` again, with its freq. Raises OSError if a wire
    stays low.
    """
    data = Pin(sda, Pin.OPEN_DRAIN, Pin.PULL_UP, value=1)
    clock = Pin(scl, Pin.OPEN_DRAIN, Pin.PULL_UP, value=1)
    _rise(clock, "SCL")
    clocks = 0
    while not data.value() and clocks < 9:
        _pulse(clock)
        clocks += 1
    data.value(0)
    time.sleep_us(_HALF_BIT_US)
    _rise(data, "SDA")
    return clocks


def read_uint(i2c: I2C, addr: int, register: int, count: int = 1, little: bool = False) -> int:
    """The unsigned number in `count` registers. little: the first one is the lowest byte of it."""
    return int.from_bytes(i2c.readfrom_mem(addr, register, count), "little" if little else "big")


def read_int(i2c: I2C, addr: int, register: int, count: int = 1, little: bool = False) -> int:
    """The same with a sign (two's complement)."""
    value = read_uint(i2c, addr, register, count, little)
    bits = 8 * count
    return value - (1 << bits) if value >> (bits - 1) else value


def write_uint(
    i2c: I2C, addr: int, register: int, value: int, count: int = 1, little: bool = False
) -> None:
    """Write a number into `count` registers."""
    i2c.writeto_mem(addr, register, value.to_bytes(count, "little" if little else "big"))


def update_bits(i2c: I2C, addr: int, register: int, mask: int, value: int) -> None:
    """Give the bits in `mask` those of `value`, and leave the others of a register alone."""
    old = read_uint(i2c, addr, register)
    write_uint(i2c, addr, register, old & ~mask & 0xFF | value & mask)


def dump(i2c: I2C, addr: int, first: int = 0, last: int = 0xFF) -> str:
    """The registers `first` to `last` as a table of hexadecimal numbers, each read on its own."""
    lines = []
    for row in range(first & ~0x0F, last + 1, 16):
        line = f"{row:02x}: "
        for register in range(row, row + 16):
            if first <= register <= last:
                line += f"{read_uint(i2c, addr, register):02x} "
            else:
                line += "   "
        lines.append(line.rstrip())
    return "\n".join(lines)


def _pulse(clock: Pin) -> None:
    clock.value(0)
    time.sleep_us(_HALF_BIT_US)
    _rise(clock, "SCL")
    time.sleep_us(_HALF_BIT_US)


def _rise(pin: Pin, name: str) -> None:
    pin.value(1)
    for _ in range(_PATIENCE_US // _HALF_BIT_US):
        time.sleep_us(_HALF_BIT_US)
        if pin.value():
            return
    raise OSError(
        errno.ETIMEDOUT,
        f"{name} stays low: a short circuit to GND, no pull-up resistor, or a chip that only lets "
        "go when its supply is switched off and on",
    )
