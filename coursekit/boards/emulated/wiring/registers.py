"""The registers through which a program reaches its pins, with an ear at each of them.

The emulator's own classes tell of a pin only when its driver changes. The bench also wants to know
of pulls, of functions and of levels written to inputs, and is asked for the levels that are read.
They are put in the place of the emulator's when the chip is wired, before it runs.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from rp2040py.peripherals.io import RPIO
from rp2040py.peripherals.pads import RPPADS
from rp2040py.rp2040 import RP2040
from rp2040py.sio import RPSIO

if TYPE_CHECKING:
    from coursekit.boards.emulated.wiring.pins import Pins

# Offsets (RP2040 datasheet, 2.3.1.7, 2.19.6.1 and 2.19.6.3)
_GPIO_IN = 0x04
_OUT, _OUT_SET, _OUT_CLR, _OUT_XOR = 0x10, 0x14, 0x18, 0x1C
_OE, _OE_SET, _OE_CLR, _OE_XOR = 0x20, 0x24, 0x28, 0x2C
_END_OF_GPIO = 0x30
_CTRL_LAST = 0xEC
_INTE_FIRST, _INTE_LAST = 0x100, 0x10C
_PAD_FIRST = 0x04
_ALL_GPIOS = 0x3FFFFFFF

_IO_BANK0 = 0x40014
_PADS_BANK0 = 0x4001C
"""Keys of the emulator's table of peripherals: the upper bits of their addresses."""


def put_in(mcu: RP2040, pins: Pins) -> None:
    """Have `pins` told of what programs do to the pins of `mcu` from now on."""
    mcu.sio = WiredSio(mcu, pins)
    mcu.peripherals[_IO_BANK0] = WiredIo(mcu, pins)
    mcu.pads_bank0 = WiredPads(mcu, pins)
    mcu.peripherals[_PADS_BANK0] = mcu.pads_bank0


class WiredSio(RPSIO):
    """Levels written, output enables, and levels read."""

    def __init__(self, mcu: RP2040, pins: Pins) -> None:
        super().__init__(mcu)
        self._pins = pins

    def read_uint32(self, offset: int) -> int | float:
        if offset == _GPIO_IN:
            return self._pins.read()
        return super().read_uint32(offset)

    def write_uint32(self, offset: int, value: int) -> None:
        if not _OUT <= offset < _END_OF_GPIO:
            super().write_uint32(offset, value)
            return
        value &= _ALL_GPIOS
        if offset < _OE:
            old = self.gpio_value
            if offset == _OUT_SET:
                new = old | value
            elif offset == _OUT_CLR:
                new = old & ~value
                self._pins.cleared(value)
            else:
                new = old ^ value if offset == _OUT_XOR else value
            self.gpio_value = new
            if new != old:
                self._pins.written(new ^ old, new)
            return
        old = self.gpio_output_enable
        if offset == _OE_SET:
            new = old | value
        elif offset == _OE_CLR:
            new = old & ~value
        else:
            new = old ^ value if offset == _OE_XOR else value
        self.gpio_output_enable = new
        if new != old:
            self._pins.enabled(new ^ old, new)


class WiredIo(RPIO):
    """Which function a pin has, and which of its changes interrupt."""

    def __init__(self, mcu: RP2040, pins: Pins) -> None:
        super().__init__(mcu, "IO_BANK0_BASE")
        self._pins = pins

    def write_uint32(self, offset: int, value: int) -> None:
        if _INTE_FIRST <= offset <= _INTE_LAST:
            first = (offset - _INTE_FIRST) * 2
            for gpio in range(first, min(first + 8, 30)):
                self._pins.interrupts(gpio, value >> 4 * (gpio - first) & 0xF)
        super().write_uint32(offset, value)
        if offset <= _CTRL_LAST and offset & 4:
            self._pins.function_set(offset >> 3)


class WiredPads(RPPADS):
    """Pulls, and whether a pin's level is seen at all."""

    def __init__(self, mcu: RP2040, pins: Pins) -> None:
        super().__init__(mcu, "PADS_BANK0_BASE", "bank0")
        self._pins = pins

    def write_uint32(self, offset: int, value: int) -> None:
        super().write_uint32(offset, value)
        gpio = (offset - _PAD_FIRST) >> 2
        if 0 <= gpio < 30:
            self._pins.pad_set(gpio)
