"""The two I2C blocks: what rp2040py 0.3.6 leaves out of the DW_apb_i2c, and programs notice.

Numbers in brackets are sections of the RP2040 datasheet; registers are described in 4.3.17.

- IC_CON.TX_EMPTY_CTRL: TX_EMPTY shows only when the last byte has left the shift register. The
  package shows it as soon as the byte has left the FIFO, and the SDK, which relies on it, then
  misses that a chip has refused.
- IC_TAR: seven of its bits are the address. The package takes eight.
- IC_DATA_CMD.RESTART: also without that bit a RESTART comes before a command of the other
  direction. The package goes on in the old one.
- TX_ABRT: the FIFOs, of both directions, are emptied, and nothing gets into the one for commands
  until IC_CLR_TX_ABRT is read. The package empties that one, once.
- IC_ENABLE.ABORT: while the block holds SCL low and waits for a command, an abort makes a STOP. The
  package waits for ever.
- A START that waits for a free bus is dropped with its command (IC_ENABLE = 0). The package waits
  for ever.

What stays as it is: IC_ENABLE = 0 does not end a transfer. The block holds SCL low until there is a
command (4.3.7.1), and goes on with the next one where it was; the SDK's `i2c_write_burst_blocking`
is built on that.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from rp2040py.irq import IRQ
from rp2040py.peripherals.i2c import (
    ABORT,
    CMD,
    ENABLE,
    IC_DATA_CMD,
    IC_ENABLE,
    R_START_DET,
    R_TX_ABRT,
    R_TX_EMPTY,
    RESTART,
    RPI2C,
    STOP,
    TX_CMD_BLOCK,
    TX_EMPTY_CTRL,
    I2CMode,
    I2CState,
)

if TYPE_CHECKING:
    from rp2040py.rp2040 import RP2040

_BASE = 0x40044
_IRQS = (IRQ.I2C0, IRQ.I2C1)


class I2CController(RPI2C):
    """One of the blocks, in the place of the package's. `on_reset` is told of each reset."""

    def __init__(self, mcu: RP2040, number: int) -> None:
        super().__init__(mcu, f"I2C{number}", _IRQS[number])
        self.on_reset: Callable[[], None] = lambda: None
        self._reads = False
        mcu.i2c[number] = mcu.peripherals[_BASE + 4 * number] = self

    @property
    def has_command(self) -> bool:
        """Whether something is to be sent or read."""
        return not self._tx_fifo.empty

    def withdraw(self) -> None:
        """The command for which a START was to be made is gone, and the bus was not touched."""
        self._state = I2CState.IDLE
        self._busy = self._stop = self._pending_restart = False
        self.enable &= ~ABORT
        self._next_command()

    def reset(self) -> None:
        super().reset()
        self._reads = False
        self.on_reset()

    def complete_start(self) -> None:
        if self._tx_fifo.empty or self._stop:
            self._state = I2CState.STOP
            self.on_stop()
            return
        self._reads = bool(self._tx_fifo.peek() & CMD)
        self._state = I2CState.CONNECT
        self._set_interrupts(R_START_DET)
        mask = 0x3FF if self.master_bits == 10 else 0x7F
        self.on_connect(self.target_address & mask, I2CMode.READ if self._reads else I2CMode.WRITE)

    def complete_connect(self, ack: bool, nack_byte: int = 0) -> None:
        super().complete_connect(ack, nack_byte)
        self._check_empty()

    def complete_write(self, ack: bool) -> None:
        super().complete_write(ack)
        self._check_empty()

    def complete_read(self, value: int) -> None:
        super().complete_read(value)
        self._check_empty()

    def arbitration_lost(self) -> None:
        self._pending_restart = False
        super().arbitration_lost()
        self._check_empty()

    def write_uint32(self, offset: int, value: int) -> None:
        if offset == IC_DATA_CMD and self.int_raw & R_TX_ABRT:
            return
        if offset == IC_ENABLE and not self.enable & ENABLE:
            value &= ~ABORT
        super().write_uint32(offset, value)
        waits = self._state == I2CState.CONNECTED and not self._busy
        if offset == IC_ENABLE and self.enable & ABORT and waits:
            self._state = I2CState.STOP
            self._busy = True
            self.on_stop()

    # -- as the package goes, but for the above --------------------------------------------------

    def _next_command(self) -> None:
        fifo = self._tx_fifo
        if fifo.empty or self._busy or self.enable & (TX_CMD_BLOCK | ENABLE) != ENABLE:
            return
        self._busy = True
        command = fifo.peek()
        turns = bool(command & CMD) != self._reads
        again = bool(command & RESTART or turns) and not self._pending_restart
        if self._state == I2CState.IDLE or again:
            self._pending_restart = True
            self._stop = False
            self._state = I2CState.START
            self.on_start(again)
            return
        self._pending_restart = False
        fifo.pull()
        self._stop = bool(command & STOP)
        if not self.control & TX_EMPTY_CTRL and fifo.item_count <= self.tx_threshold:
            self._set_interrupts(R_TX_EMPTY)
        if self._reads:
            self.on_read_byte(not self._stop)
        else:
            self.on_write_byte(command & 0xFF)

    def _check_empty(self) -> None:
        is_shifting = self._busy and self._state == I2CState.CONNECTED
        if not is_shifting and self._tx_fifo.item_count <= self.tx_threshold:
            self._set_interrupts(R_TX_EMPTY)

    def _abort(self, reason: int) -> None:
        super()._abort(reason)
        self._rx_fifo.reset()
