"""Who hears whom: the serial ports of the board and of parts, and the wires between them."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol

from coursekit.bench.buses.uart.board import BoardUart
from coursekit.bench.buses.uart.burst import Burst
from coursekit.bench.buses.uart.receiver import Receiver

if TYPE_CHECKING:
    from coursekit.bench.bench import Bench
    from coursekit.bench.live import Group, Node

UARTS = 2
"""The RP2040 has UART 0 and UART 1."""
_FAR = 0.05
"""Baud rates that differ by more than this spoil the last bits of a byte."""


class Port(Protocol):
    """One serial port: the board's, or a part's."""

    name: str
    receiver: Receiver

    def hears_at(self) -> int | None:
        """The net of its receiving pin; None while it does not listen."""
        ...

    def sends_at(self) -> int | None:
        """The net of its sending pin; None while it is off."""
        ...

    def speaks(self) -> tuple[Group, Node, Node] | None:
        """The component of its sending pin, with it low and with it high; None while it is off."""
        ...


class SerialLines:
    """All serial ports of a bench. `on_irq(number, flags, t_us)` is set by the board's side."""

    def __init__(self, bench: Bench) -> None:
        self._bench = bench
        self.ports: list[Port] = []
        self.on_irq: Callable[[int, int, int], None] = lambda number, flags, t_us: None
        self.uarts = [BoardUart(bench, self, number) for number in range(UARTS)]
        self.ports.extend(self.uarts)

    def reset(self) -> None:
        """The board was reset: its UARTs are off."""
        for uart in self.uarts:
            uart.stop()

    def rewired(self) -> None:
        """The wires are others now. Parts see to themselves."""
        for uart in self.uarts:
            uart.rewired()

    def check_crossed(self, port: Port) -> None:
        """A fault, if the wire of a sending pin leads to another one that sends."""
        net = port.sends_at()
        for other in self.ports:
            if net is not None and other is not port and other.sends_at() == net:
                self._bench.fault(
                    "wires not crossed",
                    other.name,
                    f"{port.name} and {other.name} send on the same wire, so neither is heard. "
                    "Cross the wires: TX of one end goes to RX of the other.",
                )

    def carry(self, port: Port, burst: Burst) -> None:
        """Bring a burst to every port that its wire reaches."""
        speaks = port.speaks()
        if speaks is None:
            return
        group, low, high = speaks
        for other in self.ports:
            net = other.hears_at()
            if net is None or net not in group.component.nets:
                continue
            if (low.solution.level(net), high.solution.level(net)) == (0, 1):
                self._compare(port, other, burst)
                other.receiver.advance(self._bench.now_us)  # so that nothing piles up unheard
                other.receiver.hear(burst)

    def _compare(self, port: Port, other: Port, burst: Burst) -> None:
        theirs, own = burst.format, other.receiver.format
        if abs(theirs.baud / own.baud - 1) > _FAR or theirs[1:3] != own[1:3]:
            self._bench.fault(
                "serial settings",
                other.name,
                f"{other.name} listens with {own}, and {port.name} sends with {theirs}: what "
                "arrives is garbled. Set up both ends alike.",
            )
