"""The reset controller: a program may reset a block, and the SDK does so to set it up.

rp2040py 0.3.6 keeps the bits of RESETS.RESET and does nothing. On the chip a block whose bit is 1
is in reset (RP2040 datasheet, 2.14.3): `i2c_init`, `spi_init` and `uart_init` of the SDK begin with
that, and rely on registers, FIFOs and state machines being as after power-on.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from rp2040py.peripherals.peripheral import Peripheral
from rp2040py.peripherals.reset import (
    RESET,
    RESET_I2C0,
    RESET_I2C1,
    RESET_SPI0,
    RESET_SPI1,
    RESET_UART0,
    RESET_UART1,
    RPReset,
)

if TYPE_CHECKING:
    from rp2040py.rp2040 import RP2040

_BASE = 0x4000C
_BITS = (RESET_I2C0, RESET_I2C1, RESET_SPI0, RESET_SPI1, RESET_UART0, RESET_UART1)


class ResetController(RPReset):
    """The package's, which also resets the serial blocks."""

    def __init__(self, mcu: RP2040) -> None:
        super().__init__(mcu, "RESETS_BASE")
        mcu.resets = mcu.peripherals[_BASE] = self

    def write_uint32(self, offset: int, value: int) -> None:
        before = self._reset
        super().write_uint32(offset, value)
        if offset == RESET:
            begun = self._reset & ~before
            for bit, block in self._blocks():
                if begun & bit:
                    block.reset()

    def _blocks(self) -> Iterator[tuple[int, Peripheral]]:
        mcu = self.rp2040
        blocks: tuple[Peripheral, ...] = (*mcu.i2c, *mcu.spi, *mcu.uart)
        return zip(_BITS, blocks, strict=True)
