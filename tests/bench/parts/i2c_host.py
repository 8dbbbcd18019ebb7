"""Plays the controller of an I2C bus to one chip, byte by byte and without wires.

So a chip's registers and timing can be tested at any moment of board time, with nothing between.
"""

from __future__ import annotations

from typing import TypeVar

from coursekit.bench.diagram import PartSpec
from coursekit.bench.parts import PART_TYPES
from coursekit.bench.parts.i2c_chip import I2CChip

C = TypeVar("C", bound=I2CChip)


def make(kind: type[C], t_us: int = 0, **attrs: str) -> C:
    """A chip of this class that has got its supply at `t_us`; `attrs` as in a diagram."""
    name = next(name for name, found in PART_TYPES.items() if found is kind)
    chip = kind(PartSpec("chip1", name, attrs=attrs))
    power(chip, t_us)
    return chip


def power(chip: I2CChip, t_us: int) -> None:
    """The supply comes (back) at `t_us`."""
    chip.powered = True
    chip.on_power(t_us)


def write(
    chip: I2CChip,
    t_us: int,
    address: int,
    data: bytes | list[int],
    *,
    stop: bool = True,
    byte_us: int = 0,
) -> list[bool]:
    """START, the address, bytes, STOP; the acknowledges of address and bytes, in this order.

    As rp2's controller it ends at the first byte that is refused. Each byte takes `byte_us`.
    `stop=False` leaves the bus for a repeated START, which is the next call.
    """
    acks = [_address(chip, t_us, address, read=False)]
    for byte in data:
        if not acks[-1]:
            break
        t_us += byte_us
        acks.append(chip.on_write(t_us, byte))
    if stop or not acks[-1]:
        chip.on_stop(t_us + byte_us)
    return acks


def read(
    chip: I2CChip, t_us: int, address: int, n: int, *, stop: bool = True, byte_us: int = 0
) -> bytes:
    """START, the address, `n` bytes, STOP; no bytes at all where nobody acknowledges."""
    found = bytearray()
    if _address(chip, t_us, address, read=True):
        for _ in range(n):
            t_us += byte_us
            value = chip.on_read(t_us)
            assert 0 <= value <= 0xFF, f"on_read gave {value}"
            found.append(value)
    if stop or not found:
        chip.on_stop(t_us + byte_us)
    return bytes(found)


def read_mem(
    chip: I2CChip, t_us: int, address: int, memory: int, n: int, *, addrsize: int = 8
) -> bytes:
    """The pointer or memory address is written, and `n` bytes are read by a repeated START."""
    pointer = memory.to_bytes(addrsize // 8, "big")
    acks = write(chip, t_us, address, pointer, stop=False)
    if not all(acks):
        return b""
    chip.on_restart(t_us)
    return read(chip, t_us, address, n)


def write_mem(
    chip: I2CChip,
    t_us: int,
    address: int,
    memory: int,
    data: bytes | list[int],
    *,
    addrsize: int = 8,
) -> list[bool]:
    """The pointer or memory address and bytes behind it, in one message; all acknowledges."""
    return write(chip, t_us, address, memory.to_bytes(addrsize // 8, "big") + bytes(data))


def _address(chip: I2CChip, t_us: int, address: int, *, read: bool) -> bool:
    assert chip.powered, "a chip without power is never called"
    return address in chip.addresses() and chip.on_address(t_us, address, read=read)
