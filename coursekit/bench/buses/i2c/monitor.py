"""Listens to an I2C bus, as a logic analyser does, and writes down what went over it.

Needed on the long road alone: on the short one the bus knows what it has done.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from coursekit.bench.buses.transaction import Transaction
from coursekit.bench.live import Tap

if TYPE_CHECKING:
    from coursekit.bench.bench import Bench
    from coursekit.bench.circuit import Solution
    from coursekit.bench.live import Group
    from coursekit.bench.trace import Channel


class Monitor:
    """Decodes one pair of nets into the transactions of a channel."""

    def __init__(self, nets: tuple[int, int], channel: Channel) -> None:
        self.nets = nets
        self._channel = channel
        self._sda = self._scl = -1
        self._start_us = -1
        self._repeated = False
        self._shift = self._bits = 0
        self._bytes = bytearray()
        self._acked = False  # the first of them, the address
        self._data_acks = 0
        self._taps = (
            Tap(lambda solution: self._level(solution, 0), on_level=self._on_sda),
            Tap(lambda solution: self._level(solution, 1), on_level=self._on_scl),
        )

    def connect(self, bench: Bench, groups: tuple[Group, Group]) -> None:
        """Listen to the wires from now on; `groups` are those of the two nets."""
        for tap, net, group in zip(self._taps, self.nets, groups, strict=True):
            bench.add_tap(tap, net=net, wire=True)
            tap.show(bench.now_us, tap.probe(group.node.solution))

    def _level(self, solution: Solution, line: int) -> int | None:
        return solution.level(self.nets[line])

    def _on_sda(self, t_us: int, level: int) -> None:
        before, self._sda = self._sda, level
        if self._scl != 1 or before < 0:
            return
        begun = self._start_us >= 0
        if begun:
            self._finish(t_us, stop=bool(level))
        if not level:
            self._start_us, self._repeated = t_us, begun
            self._bytes = bytearray()
            self._acked = False
            self._data_acks = self._shift = self._bits = 0

    def _on_scl(self, t_us: int, level: int) -> None:
        self._scl = level
        if not level or self._start_us < 0:
            return
        if self._bits < 8:
            self._shift = self._shift << 1 | (1 if self._sda else 0)
            self._bits += 1
        else:
            if not self._bytes:
                self._acked = not self._sda
            elif not self._sda:
                self._data_acks += 1
            self._bytes.append(self._shift)
            self._shift = self._bits = 0

    def _finish(self, t_us: int, *, stop: bool) -> None:
        start_us, self._start_us = self._start_us, -1
        if not self._bytes:
            return
        first = self._bytes[0]
        self._channel.record(
            start_us,
            Transaction(
                start_us=start_us,
                end_us=t_us,
                address=first >> 1,
                read=bool(first & 1),
                acked=self._acked,
                data=bytes(self._bytes[1:]),
                data_acks=self._data_acks,
                repeated=self._repeated,
                stop=stop,
                bit_us=(t_us - start_us) / (9 * len(self._bytes) + 1),
            ),
        )
