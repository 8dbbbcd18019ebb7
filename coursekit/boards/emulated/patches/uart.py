"""The two UARTs as PL011s: bytes that take their time, both FIFOs, and interrupts that end.

rp2040py 0.3.6 sends a byte the moment it is written, knows no level at which a FIFO interrupts, no
receive timeout and no break, and sets the transmit interrupt anew whenever it looks: a handler that
clears it is called again for ever, and MicroPython's `UART(0)` never comes back. Here it is as in
the RP2040 datasheet, 4.2, and the PL011's manual (ARM DDI 0183), 2.8 and 3.3. Left out: flow
control, modem lines, loopback within the block, and DMA's bursts.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

from rp2040py.irq import IRQ
from rp2040py.peripherals.dma import DREQChannel
from rp2040py.peripherals.uart import (
    RPUART,
    UARTCR,
    UARTDR,
    UARTFR,
    UARTICR,
    UARTLCR_H,
    IUARTDMAChannels,
)

from coursekit.boards.emulated.patches.clocks import peri_hz

if TYPE_CHECKING:
    from rp2040py.rp2040 import RP2040

_BASE = 0x40034
_IRQS = (IRQ.UART0, IRQ.UART1)
_DREQS = (
    IUARTDMAChannels(DREQChannel.DREQ_UART0_RX, DREQChannel.DREQ_UART0_TX),
    IUARTDMAChannels(DREQChannel.DREQ_UART1_RX, DREQChannel.DREQ_UART1_TX),
)
_UARTRSR, _UARTIFLS, _UARTDMACR = 0x04, 0x34, 0x48
_TXFE, _RXFF, _TXFF, _RXFE, _BUSY = 0x80, 0x40, 0x20, 0x10, 0x08
_RX, _TX, _RT, _BE, _OE = 1 << 4, 1 << 5, 1 << 6, 1 << 9, 1 << 10
_BREAK_BYTE = 1 << 10  # in UARTDR
_BRK, _PEN, _EPS, _STP2, _FEN = 1, 2, 4, 8, 0x10  # UARTLCR_H
_FIFO_BYTES = 32
_LEVELS = (4, 8, 16, 24, 28)  # of UARTIFLS, for 32 bytes
_IFLS_AT_RESET = 0x12
_SILENCE_BITS = 32


class LineSettings(NamedTuple):
    """What a line carries. parity: None, 0 for even, 1 for odd."""

    baud: float
    bits: int
    parity: int | None
    stop: int

    @property
    def bit_ns(self) -> float:
        """How long one bit lasts."""
        return 1e9 / self.baud

    @property
    def frame_ns(self) -> float:
        """How long a byte lasts."""
        return (1 + self.bits + (self.parity is not None) + self.stop) * self.bit_ns


class Pl011(RPUART):
    """One of the UARTs, in the place of the package's.

    on_send: a byte begins on the line. on_sent: all are out. on_break: the line is held low, or no
    more. on_set_up: settings may have changed. on_lost: a byte has come for which there is no room.
    """

    def __init__(self, mcu: RP2040, number: int) -> None:
        super().__init__(mcu, f"UART{number}", _IRQS[number], _DREQS[number])
        self.on_send: Callable[[int], None] = lambda byte: None
        self.on_sent: Callable[[], None] = lambda: None
        self.on_break: Callable[[bool], None] = lambda begins: None
        self.on_set_up: Callable[[], None] = lambda: None
        self.on_lost: Callable[[], None] = lambda: None
        self._waiting: deque[int] = deque()
        self._sending = False
        self._levels = _IFLS_AT_RESET
        self._settings: LineSettings | None = None
        self._out = mcu.clock.create_alarm(self._byte_is_out)
        self._silent = mcu.clock.create_alarm(self._nothing_came)
        mcu.uart[number] = mcu.peripherals[_BASE + 4 * number] = self

    @property
    def settings(self) -> LineSettings | None:
        """What the line was set up for; None before."""
        return self._settings

    def reset(self) -> None:
        super().reset()
        self._waiting.clear()
        self._sending = False
        self._levels = _IFLS_AT_RESET
        self._settings = None
        self._out.cancel()
        self._silent.cancel()
        self.on_set_up()

    def receive(self, byte: int | None) -> None:
        """A byte has come, or None for a break."""
        if not (self.enabled and self.rx_enabled):
            return
        settings = self._settings
        if self.rx_fifo.item_count >= self._depth():
            self._interrupt_status |= _OE
            self.on_lost()
        else:
            self.rx_fifo.push(_BREAK_BYTE if byte is None else byte)
            if byte is None:
                self._interrupt_status |= _BE
            if self.rx_fifo.item_count >= self._level(self._levels >> 3):
                self._interrupt_status |= _RX
        if settings is not None:
            self._silent.schedule(_SILENCE_BITS * settings.bit_ns)
        self.check_interrupts()

    def check_interrupts(self) -> None:
        """Interrupt for as long as one is set that is not masked."""
        is_set = bool(self._interrupt_status & self._interrupt_mask)
        self.rp2040.set_interrupt(self.irq, is_set)

    @property
    def flags(self) -> int:
        """UARTFR."""
        count, depth = len(self._waiting), self._depth()
        return (
            (0 if count else _TXFE)
            | (_TXFF if count >= depth else 0)
            | (_RXFF if self.rx_fifo.item_count >= depth else 0)
            | (_RXFE if self.rx_fifo.empty else 0)
            | (_BUSY if count or self._sending else 0)
        )

    def read_uint32(self, offset: int) -> int:
        if offset == UARTDR:
            value = int(self.rx_fifo.pull())
            if self.rx_fifo.item_count < self._level(self._levels >> 3):
                self._interrupt_status &= ~_RX
            if self.rx_fifo.empty:
                self._interrupt_status &= ~_RT
            self.check_interrupts()
            return value
        if offset == UARTFR:
            return self.flags
        if offset == _UARTIFLS:
            return self._levels
        if offset in (_UARTRSR, _UARTDMACR, UARTICR):
            return 0
        return int(super().read_uint32(offset))

    def write_uint32(self, offset: int, value: int) -> None:
        if offset == UARTDR:
            self._put(value & 0xFF)
        elif offset == _UARTIFLS:
            self._levels = value & 0x3F
        elif offset == UARTLCR_H:
            before = self._line_ctrl_register
            super().write_uint32(offset, value)
            self._set_up()
            if (before ^ value) & _BRK:
                self.on_break(bool(value & _BRK))
        elif offset == UARTCR:
            super().write_uint32(offset, value)
            self.on_set_up()
            self._next()
        elif offset not in (_UARTRSR, _UARTDMACR):
            super().write_uint32(offset, value)

    # -- sending ---------------------------------------------------------------------------------

    def _put(self, byte: int) -> None:
        if len(self._waiting) >= self._depth():
            return
        self._waiting.append(byte)
        self._next()
        if len(self._waiting) > self._level(self._levels):
            self._interrupt_status &= ~_TX
        self.check_interrupts()

    def _next(self) -> None:
        """Send the next byte, if there is one and the line is free."""
        settings = self._settings
        if self._sending or not self._waiting or settings is None:
            return
        if self.enabled and self.tx_enabled:
            self._sending = True
            byte = self._waiting.popleft()
            self._out.schedule(settings.frame_ns)
            self.on_send(byte)
            if len(self._waiting) == self._level(self._levels):
                self._interrupt_status |= _TX
                self.check_interrupts()

    def _byte_is_out(self) -> None:
        self._sending = False
        self._next()
        if not self._sending:
            self.on_sent()

    # -- inside ----------------------------------------------------------------------------------

    def _set_up(self) -> None:
        """Divisors count from the next write of UARTLCR_H on (4.2.7.1)."""
        divisor = 64 * self._int_divisor + self._frac_divisor
        form = self._line_ctrl_register
        if divisor:
            baud = 4 * peri_hz(self.rp2040) / divisor
            parity = int(not form & _EPS) if form & _PEN else None
            self._settings = LineSettings(baud, self.word_length, parity, 2 if form & _STP2 else 1)
        self.on_set_up()

    def _nothing_came(self) -> None:
        if not self.rx_fifo.empty:
            self._interrupt_status |= _RT
            self.check_interrupts()

    def _depth(self) -> int:
        return _FIFO_BYTES if self._line_ctrl_register & _FEN else 1

    def _level(self, choice: int) -> int:
        if not self._line_ctrl_register & _FEN:
            return 1
        return _LEVELS[min(choice & 7, len(_LEVELS) - 1)]
