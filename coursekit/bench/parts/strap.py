"""A pin by which the wiring tells a chip something: one bit of its address, or "do not write".

It may be on a supply, on ground or on a GPIO, so it is followed while the board runs.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from coursekit.bench.live import Tap

if TYPE_CHECKING:
    from coursekit.bench.bench import Bench
    from coursekit.bench.circuit import Solution

HIGH_V = 2.0
"""A supply of more than this is a 1."""


class Strap:
    """The level at an input pin of a part: `level` is 0 or 1, and `loose` while nothing is on it.

    `loose` is what the chip or its module makes of an open pin, by a pull-down or pull-up inside.
    """

    def __init__(self, part_id: str, pin: str, loose: int = 0) -> None:
        self.level = loose
        self._part_id, self._pin, self._loose = part_id, pin, loose
        self._net = -1
        self._tap = Tap(self._probe, on_level=self._on_level)

    def connect(self, bench: Bench) -> None:
        """Look where the pin is wired now; for `Part.connect`."""
        net = bench.netlist.net(self._part_id, self._pin)
        self._net = net.index
        self._tap.last = None
        self.level = self._loose if net.volts is None else int(net.volts > HIGH_V)
        if net.volts is None:
            bench.add_tap(self._tap, net=net.index)

    def _probe(self, solution: Solution) -> int | None:
        return solution.level(self._net)

    def _on_level(self, t_us: int, level: int) -> None:
        self.level = level
