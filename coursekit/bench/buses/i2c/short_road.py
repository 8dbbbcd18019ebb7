"""A call of a controller on a healthy bus: whole bytes, and no edges.

Chips and trace are told what they would be told on the long road, at the same times; a test holds
both roads together.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import ceil
from typing import TYPE_CHECKING

from coursekit.bench.buses.i2c.calls import Result
from coursekit.bench.buses.i2c.controllers import HardwareController, SoftController
from coursekit.bench.buses.transaction import Transaction

if TYPE_CHECKING:
    from coursekit.bench.buses.i2c.controllers import Controller
    from coursekit.bench.buses.i2c.target import Target
    from coursekit.bench.trace import Channel


class ShortRoad:
    """One call of a controller on a healthy bus, byte by byte."""

    def __init__(
        self,
        controller: Controller,
        targets: Sequence[Target],
        channel: Channel,
        t_us: float,
        free: Callable[[float], None],
    ) -> None:
        self._controller = controller
        self._targets = targets
        self._channel = channel
        self._timing = controller.timing
        self._t_us = t_us
        self._free = free
        self._open = False

    def write(self, address: int, data: bytes) -> Result:
        acked, count = self._write(address, data, stop=True)
        if acked:
            return self._end(count)
        sends_nothing = not data and isinstance(self._controller, HardwareController)
        return self._end(-(SoftController if sends_nothing else self._controller).no_ack)

    def read(self, address: int, count: int) -> Result:
        data = self._read(address, count)
        return self._end(-self._controller.no_ack) if data is None else self._end(count, data)

    def read_memory(self, address: int, register: bytes, count: int) -> Result:
        acked, acks = self._write(address, register, stop=False)
        if not acked or acks != len(register):
            self._write(address, b"", stop=True)
            return self._end(acks, bytes(count)) if acked else self._end(-self._controller.no_ack)
        return self.read(address, count)

    def _end(self, status: int, data: bytes = b"") -> Result:
        self._free(self._t_us)
        return Result(status, data, ceil(self._t_us))

    def _start(self, address: int, *, read: bool) -> tuple[float, list[Target]]:
        timing = self._timing
        self._t_us += timing.again if self._open else timing.lead
        start_us = self._t_us
        self._t_us += timing.hold + timing.write
        t_us = int(self._t_us)
        found = []
        for target in self._targets:
            if target.chip.powered:
                if address in target.chip.addresses():
                    if target.address(t_us, address, read=read):
                        found.append(target)
                else:
                    target.restart(t_us)
        return start_us, found

    def _write(self, address: int, data: bytes, *, stop: bool) -> tuple[bool, int]:
        if not data and isinstance(self._controller, HardwareController):
            self._timing = self._controller.nothing.timing
        start_us, listening = self._start(address, read=False)
        acked, acks, sent = bool(listening), 0, 0
        if listening:
            for byte in data:
                self._t_us += self._timing.write
                sent += 1
                t_us = int(self._t_us)
                listening = [t for t in listening if t.chip.on_write(t_us, byte)]
                if not listening:
                    break
                acks += 1
        # The block ends each failure with a STOP; SoftI2C goes on where data was refused.
        stop = stop or not acked or (acks < len(data) and self._controller.stops_after_refusal)
        self._finish(start_us, address, data[:sent], acks, acked=acked, stop=stop)
        return acked, acks

    def _read(self, address: int, count: int) -> bytes | None:
        start_us, talking = self._start(address, read=True)
        if not talking:
            self._finish(start_us, address, b"", 0, acked=False, read=True)
            return None
        data = bytearray()
        read_us = self._timing.read
        if len(talking) == 1:
            on_read = talking[0].chip.on_read
            for _ in range(count):
                data.append(on_read(int(self._t_us)) & 0xFF)
                self._t_us += read_us
        else:
            for _ in range(count):
                byte = 0xFF  # whoever pulls a line low wins
                for target in talking:
                    byte &= target.chip.on_read(int(self._t_us))
                data.append(byte)
                self._t_us += read_us
        got = bytes(data)
        self._finish(start_us, address, got, max(count - 1, 0), acked=True, read=True)
        return got

    def _finish(
        self,
        start_us: float,
        address: int,
        data: bytes,
        acks: int,
        *,
        acked: bool,
        read: bool = False,
        stop: bool = True,
    ) -> None:
        timing = self._timing
        repeated, self._open = self._open, not stop
        end_us = self._t_us + (timing.stop if stop else timing.again)
        if stop:
            for target in self._targets:
                target.stop(int(end_us))
            self._t_us = end_us + timing.tail
        self._channel.record(
            int(start_us),
            Transaction(
                start_us, end_us, address, read, acked, data, acks, repeated, stop, timing.bit
            ),
        )
