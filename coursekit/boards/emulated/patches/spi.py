"""The two SPI blocks: a frame takes as long as its bits, by the clock that the firmware has chosen.

rp2040py 0.3.6 is done with a frame when whoever is on the bus says so, and reckons with 125 MHz.
Here whoever is on the bus gives what came in at once, and the block is done when the bits are out
(RP2040 datasheet, 4.4.3.4: the bit rate is clk_peri / (CPSDVSR x (1 + SCR))). The package also
has modes 2 and 3 the wrong way round: SPO is the polarity, SPH the phase (4.4.4, SSPCR0).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from rp2040py.irq import IRQ
from rp2040py.peripherals.dma import DREQChannel
from rp2040py.peripherals.spi import RPSPI, SCR_MASK, SCR_SHIFT, SPH, SPO, ISPIDMAChannels

from coursekit.boards.emulated.patches.clocks import peri_hz

if TYPE_CHECKING:
    from rp2040py.rp2040 import RP2040

_BASE = 0x4003C
_IRQS = (IRQ.SPI0, IRQ.SPI1)
_DREQS = (
    ISPIDMAChannels(DREQChannel.DREQ_SPI0_RX, DREQChannel.DREQ_SPI0_TX),
    ISPIDMAChannels(DREQChannel.DREQ_SPI1_RX, DREQChannel.DREQ_SPI1_TX),
)
_CPSDVSR_LEAST = 2


class SpiController(RPSPI):
    """One of the blocks, in the place of the package's.

    on_frame(word): a frame begins; returns what comes in for it. on_idle: the last one is over.
    """

    def __init__(self, mcu: RP2040, number: int) -> None:
        super().__init__(mcu, f"SPI{number}", _IRQS[number], _DREQS[number])
        self.on_frame: Callable[[int], int] = lambda word: 0
        self.on_idle: Callable[[], None] = lambda: None
        self._received = 0
        self._out = mcu.clock.create_alarm(self._frame_is_over)
        self.on_transmit = self._begin_frame
        mcu.spi[number] = mcu.peripherals[_BASE + 4 * number] = self

    @property
    def clock_frequency(self) -> float:
        """Bits a second."""
        divider = max(self._clock_divisor, _CPSDVSR_LEAST)
        return peri_hz(self.rp2040) / (divider * (1 + (self._control0 >> SCR_SHIFT & SCR_MASK)))

    @property
    def polarity(self) -> int:
        """The level of the clock while it rests."""
        return int(bool(self._control0 & SPO))

    @property
    def phase(self) -> int:
        """0: data is taken over at the first edge of the clock, 1: at the second."""
        return int(bool(self._control0 & SPH))

    def reset(self) -> None:
        super().reset()
        self._out.cancel()

    def _begin_frame(self, word: int) -> None:
        self._received = self.on_frame(word)
        self._out.schedule(1e9 * self.data_bits / self.clock_frequency)

    def _frame_is_over(self) -> None:
        if self.tx_fifo.empty:
            self.on_idle()
        self.complete_transmit(self._received)
