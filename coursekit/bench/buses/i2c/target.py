"""A chip's end of an I2C bus: makes bytes of edges, and edges of bytes.

On the short road the bus hands it whole bytes; on the long road it listens to SDA and SCL and
pulls them low itself (UM10204, 3.1). Both end in the same calls of the chip.
"""

from __future__ import annotations

import random
from enum import IntEnum
from typing import TYPE_CHECKING

from coursekit.bench.live import Tap

if TYPE_CHECKING:
    from coursekit.bench.bench import Bench
    from coursekit.bench.circuit import Solution
    from coursekit.bench.parts.i2c_chip import I2CChip


class _State(IntEnum):
    IDLE = 0  # not meant, or not any more: waits for a START
    ADDRESS = 1
    WRITE = 2
    READ = 3


class Target:
    """One chip on SDA and SCL.

    `nets` are the nets of both, SDA first. `troubled` says that only the long road shows what
    this chip does to the bus now.
    """

    def __init__(self, chip: I2CChip, bench: Bench, sda_control: int, scl_control: int) -> None:
        self.chip = chip
        self.bench = bench
        self.nets = (-1, -1)
        self.noise_share = 0.0
        self.stretch_us = 0
        self._sda_control, self._scl_control = sda_control, scl_control
        self._taps = (
            Tap(lambda solution: self._level(solution, 0), on_level=self._on_sda),
            Tap(lambda solution: self._level(solution, 1), on_level=self._on_scl),
        )
        self._sda = self._scl = -1
        self._state = _State.IDLE
        self._selected = False
        self._shift = self._bits = 0
        self._acking = False
        self._nacked = False
        self._pulls_sda = self._pulls_scl = False
        self._stuck = False
        self._stuck_clocks: int | None = None
        self._nack_after = self._nack_times = 0
        self._random = random.Random(f"{bench.seed} {chip.id} i2c")

    @property
    def idle(self) -> bool:
        """Whether it waits for a START."""
        return self._state == _State.IDLE and not self._selected

    @property
    def troubled(self) -> bool:
        """Whether something of it goes wrong on the wires, or takes its time."""
        return self._stuck or bool(self.stretch_us) or bool(self.noise_share)

    @property
    def holds_sda(self) -> bool:
        """Whether it pulls SDA low just now."""
        return self._pulls_sda

    def connect(self, bench: Bench) -> None:
        """Listen to the wires as they are now."""
        chip = self.chip
        nets = bench.netlist.net(chip.id, chip.sda), bench.netlist.net(chip.id, chip.scl)
        self.nets = nets[0].index, nets[1].index
        for tap, net in zip(self._taps, nets, strict=True):
            if net.volts is None:
                bench.add_tap(tap, net=net.index, wire=True)

    def power(self, t_us: int, *, on: bool) -> None:
        """The supply has come or gone."""
        self._state, self._selected, self._acking = _State.IDLE, False, False
        self._bits = self._shift = 0
        self._stuck = False
        self._pull(sda=False, scl=False)
        if on:
            self.chip.on_power(t_us)
        else:
            self.chip.on_power_lost(t_us)

    # -- faults ------------------------------------------------------------------------------

    def nack(self, after: int, times: int) -> None:
        """Do not acknowledge the address, `times` times, after so many that it does."""
        self._nack_after, self._nack_times = after, times

    def stick(self, clocks: int | None) -> None:
        """Hold SDA low, until `clocks` clocks have come or the power goes."""
        if self.chip.powered:
            self._state, self._selected, self._acking = _State.IDLE, False, False
            self._stuck, self._stuck_clocks = True, clocks
            self._pull(sda=True)

    # -- bytes, from either road -------------------------------------------------------------

    def address(self, t_us: int, address: int, *, read: bool) -> bool:
        """START and an address that is one of its own; whether it acknowledges."""
        self.restart(t_us)
        if self._nack_times:
            if not self._nack_after:
                self._nack_times -= 1
                return False
            self._nack_after -= 1
        self._selected = self.chip.on_address(t_us, address, read=read)
        return self._selected

    def stop(self, t_us: int) -> None:
        """STOP: whatever was begun has ended."""
        if self._selected:
            self._selected = False
            self.chip.on_stop(t_us)

    def restart(self, t_us: int) -> None:
        """START, whoever is meant: whatever was begun has ended without a STOP."""
        if self._selected:
            self._selected = False
            self.chip.on_restart(t_us)

    # -- edges -------------------------------------------------------------------------------

    def _level(self, solution: Solution, line: int) -> int | None:
        return solution.level(self.nets[line])

    def _on_sda(self, t_us: int, level: int) -> None:
        before, self._sda = self._sda, level
        if self._scl != 1 or before < 0 or not self.chip.powered or self._stuck:
            return
        if level:
            self._state = _State.IDLE
            self.stop(t_us)
        else:
            self.restart(t_us)
            self._state = _State.ADDRESS
            self._bits = self._shift = 0
            self._acking = False

    def _on_scl(self, t_us: int, level: int) -> None:
        self._scl = level
        if not self.chip.powered:
            return
        if self._stuck:
            if not level:
                self._count_stuck_clock()
        elif self._state != _State.IDLE:
            if level:
                self._rise()
            else:
                self._fall(t_us)

    def _count_stuck_clock(self) -> None:
        if self._stuck_clocks is not None:
            self._stuck_clocks -= 1
            if self._stuck_clocks <= 0:
                self._stuck = False
                self._pull(sda=False)

    def _sample(self) -> int:
        level = 1 if self._sda else 0
        if self.noise_share and self._random.random() < self.noise_share:
            level ^= 1
        return level

    def _rise(self) -> None:
        if self._state == _State.READ:
            if self._bits == 8:
                self._nacked = bool(self._sample())
        elif not self._acking and self._bits < 8:
            self._shift = self._shift << 1 | self._sample()
            self._bits += 1

    def _fall(self, t_us: int) -> None:
        if self._state == _State.READ:
            self._bits += 1
            if self._bits == 9:
                if self._nacked:
                    self._state = _State.IDLE
                    self._pull(sda=False)
                else:
                    self._load(t_us)
                    self._stretch(t_us)
            else:
                self._pull(sda=self._bits < 8 and not self._shift >> (7 - self._bits) & 1)
        elif self._acking:
            self._acking = False
            if self._state == _State.ADDRESS and self._shift & 1:
                self._state = _State.READ
                self._load(t_us)
            else:
                self._state = _State.WRITE
                self._bits = self._shift = 0
                self._pull(sda=False)
            self._stretch(t_us)
        elif self._bits == 8:
            self._take(t_us)

    def _take(self, t_us: int) -> None:
        """Eight bits have come: acknowledge them, or wait for the next START."""
        if self._state == _State.ADDRESS:
            address = self._shift >> 1
            acked = address in self.chip.addresses() and self.address(
                t_us, address, read=bool(self._shift & 1)
            )
        else:
            acked = self.chip.on_write(t_us, self._shift)
        if acked:
            self._acking = True
            self._pull(sda=True)
        else:
            self._state = _State.IDLE

    def _load(self, t_us: int) -> None:
        self._shift = self.chip.on_read(t_us) & 0xFF
        self._bits = 0
        self._pull(sda=not self._shift >> 7)

    def _stretch(self, t_us: int) -> None:
        if self.stretch_us:
            self._pull(scl=True)
            self.bench.schedule(t_us + self.stretch_us, lambda t: self._pull(scl=False))

    def _pull(self, *, sda: bool | None = None, scl: bool | None = None) -> None:
        if sda is not None and sda != self._pulls_sda:
            self._pulls_sda = sda
            self.bench.i2c.pull(self._sda_control, low=sda)
        if scl is not None and scl != self._pulls_scl:
            self._pulls_scl = scl
            self.bench.i2c.pull(self._scl_control, low=scl)
