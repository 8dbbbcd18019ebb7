"""One I2C block of the chip on the bench's wires: each bit a few edges, in emulated time.

The package's block says what is to be done (a START, a byte, a STOP) and waits to be told how it
went. Here it is done on the lines, as the RP2040's block does it (datasheet 4.3): so chips, faults
and the trace are the bench's own, and know nothing of an emulator.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Generator
from typing import TYPE_CHECKING

from coursekit.bench.parts.i2c_chip import I2CChip
from coursekit.boards.emulated.patches.i2c import I2CController
from coursekit.boards.emulated.wiring.numbers import BENCH_GPIO

if TYPE_CHECKING:
    from rp2040py.peripherals.i2c import I2CMode
    from rp2040py.rp2040 import RP2040

    from coursekit.bench import Bench

SDA, SCL = 0, 1

_FN_I2C = 3
_LOOK_NS, _LOOK_SELDOM_NS = 250.0, 20_000.0
"""How often a line is looked at that is waited for; what the bench has planned is not missed."""
_REST_NS = 100_000.0
"""A held bus is at rest then: between two bytes the firmware needs a few microseconds."""

_CONNECTED_NS = 10_000.0
"""Both pins have their function then: programs give it to one after the other."""

Waits = Generator[float, None, None]
"""Yields nanoseconds to wait."""
Steps = Generator[float, None, Callable[[], None]]
"""The same; returns what the block is told in the end."""


class _LostError(Exception):
    """Somebody else pulled SDA low where this block let it go."""


class I2CBlock:
    """I2C 0 or 1 of `mcu`, on the pins that have its function.

    `pin_configured(gpio)` is to be called when the bench has been told of a pin anew, `reset()`
    after the chip was reset.
    """

    def __init__(self, mcu: RP2040, bench: Bench, number: int) -> None:
        self._mcu, self._bench, self._number = mcu, bench, number
        self._pins: tuple[list[int], list[int]] = ([], [])
        self._low = [False, False]
        self._holds = False  # between START and STOP
        self._owes_ack = False  # of a byte that was read
        self._steps: Steps | None = None
        self._alarm = mcu.clock.create_alarm(self._go_on)
        self._rest = mcu.clock.create_alarm(lambda: self._hush(quiet=False))
        self._connected = mcu.clock.create_alarm(self._listen)
        self._chips = [part for part in bench.parts.values() if isinstance(part, I2CChip)]
        self._noise = random.Random(f"{bench.seed} i2c {number}")
        self._noise_share = 0.0
        block = self._block = I2CController(mcu, number)
        block.on_start = lambda repeated: self._begin(self._start())
        block.on_connect = self._on_connect
        block.on_write_byte = lambda byte: self._begin(self._write(byte))
        block.on_read_byte = lambda ack: self._begin(self._read(goes_on=ack))
        block.on_stop = lambda: self._begin(self._stop())
        block.on_reset = self._let_go

    def pin_configured(self, gpio: int) -> None:
        """A pin has been set up anew: it may have come to this block, or gone."""
        if gpio >> 1 & 1 != self._number:
            return
        line, pin = gpio & 1, BENCH_GPIO[gpio]
        pins = self._pins[line]
        had = pin in pins
        if self._mcu.gpio[gpio].function_select == _FN_I2C:
            if not had:
                pins.append(pin)
                self._connected.schedule(_CONNECTED_NS)
            self._sink(pin, low=self._low[line])
        elif had:
            pins.remove(pin)
            self._bench.pin(pin).group.quiet = False

    def reset(self) -> None:
        """The chip was reset: no pin is connected any more."""
        self._let_go()
        for pins in self._pins:
            pins.clear()

    def close(self) -> None:
        """The board is switched off: nothing happens any more."""
        for alarm in (self._alarm, self._rest, self._connected):
            alarm.cancel()

    # -- one thing after the other ---------------------------------------------------------------

    def _begin(self, steps: Steps) -> None:
        self._steps = steps
        self._rest.cancel()
        self._hush(quiet=True)
        self._go_on()

    def _go_on(self) -> None:
        steps = self._steps
        if steps is None:
            return
        self._bench.advance(self._now_us())
        try:
            wait_ns = next(steps)
        except StopIteration as end:
            self._steps = None
            tell: Callable[[], None] = end.value
            tell()
            if self._steps is None:
                self._rest.schedule(_REST_NS)
        else:
            self._alarm.schedule(wait_ns)

    def _listen(self) -> None:
        """Have all that goes over these wires in the trace, also what a program does by hand."""
        if all(self._pins):
            self._bench.i2c.listen(self._pins[SDA][-1], self._pins[SCL][-1])

    def _let_go(self) -> None:
        """The block was reset: let both lines go, in the middle of whatever it is."""
        self._alarm.cancel()
        self._steps = None
        self._leave()

    def _on_connect(self, address: int, mode: I2CMode) -> None:
        self._begin(self._connect(address << 1 | int(mode)))

    # -- what the block asks for -----------------------------------------------------------------

    def _start(self) -> Steps:
        block = self._block
        low_ns, high_ns = self._low_ns(), self._high_ns()
        if self._holds:
            yield from self._settle_ack(0)
            self._drive(SDA, low=False)
            yield low_ns
            self._drive(SCL, low=False)
        while True:
            for line in (SCL, SDA):
                for wait_ns in self._until_high(line):
                    if not (self._holds or block.has_command):
                        return block.withdraw
                    yield wait_ns
            yield high_ns
            if self._level(SCL) and self._level(SDA):
                break
        self._listen()
        self._look_for_noise()
        self._drive(SDA, low=True)
        self._holds = True
        yield high_ns
        self._drive(SCL, low=True)
        return block.complete_start

    def _connect(self, byte: int) -> Steps:
        try:
            acked = yield from self._send(byte)
        except _LostError:
            return self._lost()
        return lambda: self._block.complete_connect(acked)

    def _write(self, byte: int) -> Steps:
        try:
            acked = yield from self._send(byte)
        except _LostError:
            return self._lost()
        return lambda: self._block.complete_write(acked)

    def _read(self, *, goes_on: bool) -> Steps:
        """A byte; what follows it decides how it is acknowledged (4.3.7.1, figures 74 and 80)."""
        yield from self._settle_ack(1)
        byte = 0
        for _ in range(8):
            byte = byte << 1 | (yield from self._bit(1))
        self._drive(SDA, low=False)
        self._owes_ack = True
        if not goes_on:
            yield from self._settle_ack(0)
        return lambda: self._block.complete_read(byte)

    def _stop(self) -> Steps:
        yield from self._settle_ack(0)
        self._drive(SDA, low=True)
        yield self._low_ns()
        self._drive(SCL, low=False)
        yield from self._until_high(SCL)
        yield self._high_ns()
        self._drive(SDA, low=False)
        yield from self._until_high(SDA)
        yield self._low_ns()
        self._leave()
        return self._block.complete_stop

    def _lost(self) -> Callable[[], None]:
        self._leave()
        return self._block.arbitration_lost

    def _leave(self) -> None:
        for line in (SDA, SCL):
            self._drive(line, low=False)
        self._holds = self._owes_ack = False
        self._rest.cancel()
        self._hush(quiet=False)

    # -- bits ------------------------------------------------------------------------------------

    def _send(self, byte: int) -> Generator[float, None, bool]:
        for place in range(7, -1, -1):
            bit = byte >> place & 1
            if (yield from self._bit(bit)) != bit and bit:
                raise _LostError
        return not (yield from self._bit(1))

    def _settle_ack(self, ack: int) -> Waits:
        if self._owes_ack:
            self._owes_ack = False
            yield from self._bit(1 - ack)
            self._drive(SDA, low=False)

    def _bit(self, level: int) -> Generator[float, None, int]:
        self._drive(SDA, low=not level)
        yield self._low_ns()
        self._drive(SCL, low=False)
        yield from self._until_high(SCL)
        yield self._high_ns()
        got = self._level(SDA)
        if self._noise_share and self._noise.random() < self._noise_share:
            got ^= 1
        self._drive(SCL, low=True)
        return got

    def _until_high(self, line: int) -> Waits:
        look_ns = _LOOK_NS
        while not self._level(line):
            due_us = self._bench.next_event_us()
            wait_ns = look_ns if due_us is None else due_us * 1000 - self._mcu.clock.nanos
            yield max(0.0, min(look_ns, wait_ns))
            look_ns = min(2 * look_ns, _LOOK_SELDOM_NS)

    # -- lines -----------------------------------------------------------------------------------

    def _drive(self, line: int, *, low: bool) -> None:
        if self._low[line] != low:
            self._low[line] = low
            for pin in self._pins[line]:
                self._sink(pin, low=low)

    def _sink(self, pin: int, *, low: bool) -> None:
        bench = self._bench
        bench.sink(pin, self._now_us(), low=low)
        bench.advance(bench.now_us)  # chips answer to an edge by an event

    def _level(self, line: int) -> int:
        """What the block reads: all pins that have its function, ORed (datasheet 2.19.2)."""
        level = 0
        for pin in self._pins[line]:
            level |= self._bench.line_level(pin)
        return level

    def _hush(self, *, quiet: bool) -> None:
        """Have only chips see the edges, as during a call of the virtual board's; or show all."""
        for pin in (*self._pins[SDA], *self._pins[SCL]):
            group = self._bench.pin(pin).group
            if group.quiet != quiet:
                group.quiet = quiet
                if not quiet:
                    group.enter(group.node, self._bench.now_us)

    def _look_for_noise(self) -> None:
        netlist = self._bench.netlist
        nets = {netlist.gpio_net(pin).index for pins in self._pins for pin in pins}
        self._noise_share = max(
            (c.target.noise_share for c in self._chips if nets & set(c.target.nets)), default=0.0
        )

    def _low_ns(self) -> float:
        return 1e9 * max(self._block.scl_low_period, 1) / self._mcu.clk_sys

    def _high_ns(self) -> float:
        return 1e9 * max(self._block.scl_high_period, 1) / self._mcu.clk_sys

    def _now_us(self) -> int:
        return int(self._mcu.clock.nanos // 1000)
