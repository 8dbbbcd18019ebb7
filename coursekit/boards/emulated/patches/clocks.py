"""The clock of UART and SPI: the one that the firmware has chosen.

rp2040py 0.3.6 keeps CLK_PERI_CTRL and takes 125 MHz in any case. MicroPython sets clk_peri to the
48 MHz of the USB clock (RP2040 datasheet, 2.15.7, AUXSRC), so every baud rate comes out 2.6 times
too high.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rp2040py.rp2040 import RP2040

_PLL_USB = 2
_PLL_USB_HZ = 48_000_000


def peri_hz(mcu: RP2040) -> int:
    """The frequency of clk_peri now."""
    source = mcu.clocks.peri_ctrl >> 5 & 7
    return _PLL_USB_HZ if source == _PLL_USB else int(mcu.clk_sys)
