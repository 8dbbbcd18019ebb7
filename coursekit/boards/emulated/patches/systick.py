"""SysTick: an alarm of the emulator only where it interrupts.

rp2040py 0.3.6 sets an alarm for each end of SysTick's count. MicroPython's `bitstream` measures its
waves with it, leaves it counting, and never asks for an interrupt (TICKINT): from then on the chip
is woken up every 134 ms for nothing, and its idle time has no end that could be skipped to. On the
chip a count without TICKINT does nothing but count (ARMv6-M Architecture Reference Manual, B3.3).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from rp2040py.peripherals.ppb import RPPPB

if TYPE_CHECKING:
    from rp2040py.rp2040 import RP2040

_CSR, _RVR = 0x010, 0x014
_MAX = 0xFFFFFF


class QuietSysTick(RPPPB):
    """The package's, with an alarm only while SysTick interrupts.

    Without it COUNTFLAG stays 0, which nothing in MicroPython reads.
    """

    def __init__(self, mcu: RP2040) -> None:
        super().__init__(mcu, "PPB")
        mcu.ppb = self

    def write_uint32(self, offset: int, value: int) -> None:
        super().write_uint32(offset, value)
        if offset == _CSR:
            self.systick_alarm.enable = self.systick_int_enable
        elif offset == _RVR:
            self.systick_timer.top = (value & _MAX) or _MAX  # it starts again from there by itself
