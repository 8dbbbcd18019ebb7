"""Edges on a receiving pin's wire that no UART makes: a program that moves a pin by hand."""

from __future__ import annotations

from collections.abc import Callable
from math import inf
from typing import TYPE_CHECKING

from coursekit.bench.buses.uart.burst import Burst, Format
from coursekit.bench.buses.uart.receiver import Receiver
from coursekit.bench.live import Tap

if TYPE_CHECKING:
    from coursekit.bench.bench import Bench

_LEVELS = Format()


class Ear:
    """Turns the levels of a net into what a receiver hears: each low one is a burst.

    Nothing is heard while `is_open()` is false, nor of a net that has not been high yet.
    """

    def __init__(self, receiver: Receiver, is_open: Callable[[], bool]) -> None:
        self._receiver = receiver
        self._is_open = is_open
        self._low: Burst | None = None
        self._was_high = False

    def listen(self, bench: Bench, net: int) -> None:
        """Hear this net from now on. To be called anew when wires have changed."""
        tap = Tap(lambda solution: solution.level(net), on_level=self._on_level)
        bench.add_tap(tap, net=net)
        self._was_high = bench.group_of_net(net).node.solution.level(net) == 1

    def tell(self, receiver: Receiver) -> None:
        """From now on it is this receiver that hears."""
        if receiver is not self._receiver:
            self._receiver, self._low = receiver, None

    def _on_level(self, t_us: int, level: int) -> None:
        low = self._low
        if level:
            self._was_high = True
            if low is not None:
                self._low = None
                self._receiver.amend(low, Burst(low.start_us, t_us, b"", _LEVELS, by_hand=True))
        elif low is None and self._was_high and self._is_open():
            self._low = Burst(t_us, inf, b"", _LEVELS, by_hand=True)
            self._receiver.advance(t_us)
            self._receiver.hear(self._low)
