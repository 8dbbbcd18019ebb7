"""One SPI block of the chip on the bench's wires: each frame is worked out when it begins."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coursekit.bench.buses.spi import SpiSetup, shift, write_down
from coursekit.boards.emulated.patches.spi import SpiController
from coursekit.boards.emulated.wiring.numbers import BENCH_GPIO

if TYPE_CHECKING:
    from rp2040py.rp2040 import RP2040

    from coursekit.bench import Bench

_FN_SPI = 1
_MISO, _CS, _SCK, _MOSI = range(4)  # of a GPIO's number, the lowest two bits
_NEAR_US = 0.01


class SpiBlock:
    """SPI 0 or 1 of `mcu`, on the pins that have its function.

    Frames between which the clock does not rest are one record of the trace. The bench cannot know
    whether the program wants what comes in, so it says nothing of a read with no chip selected.
    """

    def __init__(self, mcu: RP2040, bench: Bench, number: int) -> None:
        self._mcu, self._bench, self._number = mcu, bench, number
        self._pins: tuple[list[int], ...] = ([], [], [], [])  # by use, the latest last
        self._sent, self._received = bytearray(), bytearray()
        self._chips: tuple[str, ...] = ()
        self._run: SpiSetup | None = None
        self._start_us = self._end_us = 0.0
        self._spi = SpiController(mcu, number)
        self._spi.on_frame, self._spi.on_idle = self._frame, self._write_down

    def pin_configured(self, gpio: int) -> None:
        """A pin has been set up anew: it may have come to this block, or gone."""
        if gpio >> 3 & 1 != self._number:
            return
        pins = self._pins[gpio & 3]
        if self._mcu.gpio[gpio].function_select == _FN_SPI:
            if gpio not in pins:
                pins.append(gpio)
        elif gpio in pins:
            pins.remove(gpio)

    def reset(self) -> None:
        """The chip was reset."""
        self._spi.reset()
        self._write_down()
        for pins in self._pins:
            pins.clear()

    def close(self) -> None:
        """The board is switched off."""
        self._spi.reset()

    def _frame(self, word: int) -> int:
        bench, setup = self._bench, self._setup()
        now_us = float(self._mcu.clock.nanos) / 1000
        bench.advance(int(now_us))
        bits = word.to_bytes(2, "little") if setup.bits > 8 else bytes([word])
        if setup != self._run or abs(now_us - self._end_us) > _NEAR_US:
            self._write_down()
            self._run, self._start_us = setup, now_us
        before = self._sent[-1] & 1 if self._sent else 0
        got, chips = shift(bench, setup, int(now_us), bits[:1], mosi=before)
        self._chips = chips
        self._sent += bits[:1]
        self._received += got
        self._end_us = now_us + 1e6 * setup.bits / setup.hz
        return got[0]

    def _setup(self) -> SpiSetup:
        sck, mosi, miso = (
            BENCH_GPIO[pins[-1]] if pins else None
            for pins in (self._pins[_SCK], self._pins[_MOSI], self._pins[_MISO])
        )
        spi = self._spi
        return SpiSetup(
            sck, mosi, miso, spi.clock_frequency, spi.polarity, spi.phase, spi.data_bits
        )

    def _write_down(self) -> None:
        setup, self._run = self._run, None
        if setup is not None and setup.sck is not None:
            write_down(
                self._bench,
                setup,
                self._start_us,
                self._end_us,
                bytes(self._sent),
                bytes(self._received),
                self._chips,
            )
        self._sent.clear()
        self._received.clear()
