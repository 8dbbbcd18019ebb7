"""One UART of the chip on the bench's serial lines: bytes at their time, both ways.

The line is the bench's own (`coursekit.bench.buses.uart`): what a wrong baud rate, crossed wires or
a pin moved by hand do, is worked out there.
"""

from __future__ import annotations

from collections.abc import Callable
from math import ceil
from typing import TYPE_CHECKING

from coursekit.bench.buses.uart import Burst, Format
from coursekit.bench.buses.uart.board import BoardUart
from coursekit.boards.emulated.patches.uart import Pl011
from coursekit.boards.emulated.wiring.numbers import BENCH_GPIO

if TYPE_CHECKING:
    from rp2040py.rp2040 import RP2040

    from coursekit.bench import Bench

_FN_UART = 2
_INVERTED = 1  # an override
_NEAR_US = 0.01

_Settings = tuple[int, int, Format, int]


class UartBlock:
    """UART 0 or 1 of `mcu`, on the pins that have its function."""

    def __init__(self, mcu: RP2040, bench: Bench, number: int) -> None:
        self._mcu, self._bench, self._number = mcu, bench, number
        self._pins: tuple[list[int], list[int]] = ([], [])  # for TX and RX, the latest last
        self._known: _Settings | None = None
        self._run = bytearray()  # bytes sent without a pause
        self._run_us = self._free_us = 0.0
        self._break_us: float | None = None
        uart = self._uart = Pl011(mcu, number)
        uart.on_send, uart.on_sent = self._send, self._write_down
        uart.on_break, uart.on_set_up = self._break, self._set_up
        uart.on_lost = self._lost
        self._end = _End(bench, number, uart.receive)

    def pin_configured(self, gpio: int) -> None:
        """A pin has been set up anew: it may have come to this block, or gone."""
        if gpio % 4 > 1 or gpio + 4 >> 3 & 1 != self._number:
            return
        pins = self._pins[gpio % 4]
        if self._mcu.gpio[gpio].function_select == _FN_UART:
            if gpio not in pins:
                pins.append(gpio)
        elif gpio in pins:
            pins.remove(gpio)
        else:
            return
        self._known = None
        self._set_up()
        self._keep()

    def reset(self) -> None:
        """The chip was reset: nothing is sent or heard any more."""
        self._uart.reset()
        self._write_down()
        for pins in self._pins:
            pins.clear()
        self._known = self._break_us = None
        self._end.stop()

    def close(self) -> None:
        """The board is switched off."""
        self._end.stop()

    # -- settings --------------------------------------------------------------------------------

    def _set_up(self) -> None:
        """Tell the bench how the line is set up, if that is new to it."""
        settings = self._settings()
        if settings is not None and settings != self._known:
            self._known = settings
            self._write_down()
            tx, rx, format_, invert = settings
            self._end.set_up(int(self._now_us()), tx, rx, format_, 0, invert)
            self._keep()

    def _settings(self) -> _Settings | None:
        line = self._uart.settings
        if line is None or not self._uart.enabled or not all(self._pins):
            return None
        gpio, (tx, rx) = self._mcu.gpio, (pins[-1] for pins in self._pins)
        invert = int(gpio[tx].output_override == _INVERTED)
        invert |= 2 * int(gpio[rx].input_override == _INVERTED)
        return BENCH_GPIO[tx], BENCH_GPIO[rx], Format(*line), invert

    def _keep(self) -> None:
        """Both pins may have been taken away, or given back."""
        sends, hears = (bool(pins) for pins in self._pins)
        self._end.keep(int(self._now_us()), sends=sends, hears=hears)

    # -- sending ---------------------------------------------------------------------------------

    def _send(self, byte: int) -> None:
        self._set_up()
        now_us = self._now_us()
        if not self._pins[0] or self._end.sends_at() is None:
            return
        if not self._run or abs(now_us - self._free_us) > _NEAR_US:
            self._write_down()
            self._run_us = self._free_us = now_us
        burst = Burst.of(self._free_us, bytes([byte]), self._end.sender.format)
        self._free_us = burst.end_us
        self._run.append(byte)
        self._bench.advance(int(now_us))
        self._bench.serial_lines.carry(self._end, burst)

    def _write_down(self) -> None:
        """What has gone out without a pause is one record of the trace."""
        if self._run:
            sender = self._end.sender
            burst = Burst.of(self._run_us, bytes(self._run), sender.format)
            self._record(burst)
            self._run.clear()

    def _break(self, begins: bool) -> None:
        """The line is held low: whoever listens sees its level."""
        if self._end.sends_at() is None or not self._pins[0]:
            return
        tx, now_us = BENCH_GPIO[self._pins[0][-1]], self._now_us()
        idle = self._end.sender.format.idle
        self._write_down()
        self._bench.hold(tx, int(now_us), 1 - idle if begins else idle)
        if begins:
            self._break_us = now_us
        elif self._break_us is not None:
            self._record(Burst(self._break_us, now_us, b"", self._end.sender.format))
            self._break_us = None

    def _record(self, burst: Burst) -> None:
        channel = self._bench.trace.channel(self._end.sender.channel, "bus")
        channel.record(int(burst.start_us), burst)

    def _lost(self) -> None:
        name = self._end.name
        self._bench.fault(
            "bytes lost",
            name,
            f"{name} has no room for what arrives: its buffers are full, and the next bytes are "
            "lost. Read more often, or give it a larger rxbuf.",
        )

    def _now_us(self) -> float:
        return float(self._mcu.clock.nanos) / 1000


class _End(BoardUart):
    """The chip's end of the line, in the place of the virtual board's: bytes go to the block."""

    def __init__(self, bench: Bench, number: int, on_byte: Callable[[int | None], None]) -> None:
        lines = bench.serial_lines
        super().__init__(bench, lines, number)
        self._on_byte = on_byte
        lines.ports[lines.ports.index(lines.uarts[number])] = self
        lines.uarts[number] = self

    def _take(self, t_us: float, byte: int | None) -> None:
        self._on_byte(byte)

    def _wake_up(self) -> None:
        arrival = self.receiver.next_arrival()
        if arrival is None:
            return
        due_us = ceil(arrival.t_us)
        if self._wake is None or self._wake.happened or self._wake.t_us > due_us:
            self._wake = self._bench.schedule(due_us, self._arrive)

    def _arrive(self, t_us: int) -> None:
        self.receiver.advance(t_us)
        self._wake_up()
