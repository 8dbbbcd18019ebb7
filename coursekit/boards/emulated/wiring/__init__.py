"""The bench behind the pins of the emulated chip: here a chip and a bench are put together.

One file for each of the chip's blocks. All of it runs in whatever runs the chip, which holds the
bench's lock; board time is the chip's clock.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from rp2040py.rp2040 import RP2040

from coursekit.bench import Bench
from coursekit.boards.emulated.patches.resets import ResetController
from coursekit.boards.emulated.patches.systick import QuietSysTick
from coursekit.boards.emulated.wiring.adc import Adc
from coursekit.boards.emulated.wiring.events import BenchEvents
from coursekit.boards.emulated.wiring.i2c import I2CBlock
from coursekit.boards.emulated.wiring.pins import Pins
from coursekit.boards.emulated.wiring.pixels import Pixels
from coursekit.boards.emulated.wiring.pwm import Pwm
from coursekit.boards.emulated.wiring.spi import SpiBlock
from coursekit.boards.emulated.wiring.uart import UartBlock

__all__ = ["Wiring"]


class Block(Protocol):
    """A controller of buses: numbers 0 and 1 of each kind."""

    def pin_configured(self, gpio: int) -> None:
        """A pin has been set up anew, perhaps with another function."""

    def reset(self) -> None:
        """The chip was reset."""

    def close(self) -> None:
        """The board is switched off."""


BUS_BLOCKS: tuple[Callable[[RP2040, Bench, int], Block], ...] = (I2CBlock, SpiBlock, UartBlock)


class Wiring:
    """Wires `mcu` to `bench`, before the chip runs for the first time."""

    def __init__(self, mcu: RP2040, bench: Bench) -> None:
        self._events = BenchEvents(mcu, bench)
        self._pwm = Pwm(mcu, bench)
        self._adc = Adc(mcu, bench)
        self._pixels = Pixels(mcu, bench)
        self._pins = Pins(mcu, bench, self._pwm, self._pixels)
        self._blocks = [block(mcu, bench, number) for block in BUS_BLOCKS for number in (0, 1)]
        self._pins.on_configured = self._configured
        ResetController(mcu)
        QuietSysTick(mcu)

    def reset(self) -> None:
        """The chip was reset: its pins are as when it was switched on."""
        self._pixels.reset()
        self._adc.reset()
        self._pins.reset()
        for block in self._blocks:
            block.reset()

    def _configured(self, gpio: int) -> None:
        for block in self._blocks:
            block.pin_configured(gpio)

    def close(self) -> None:
        """The board is switched off: nothing happens on the bench because of it any more."""
        self._events.close()
        self._pixels.close()
        self._pwm.close()
        self._adc.close()
        self._pins.close()
        for block in self._blocks:
            block.close()
