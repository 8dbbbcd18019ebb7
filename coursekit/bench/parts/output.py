"""A chip's output that drives its pin high and low, or leaves it alone: two transistors."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from coursekit.bench.bench import Bench
    from coursekit.bench.netlist import Netlist

OUT_OHMS = 200.0
"""Usual for small chips: 0.4 V at 1 mA would be 400 ohms at most (MCP3008 data sheet)."""


class Output:
    """Between `plus` and `minus` of a part. `level` is 0, 1, or None while it is off."""

    def __init__(
        self,
        netlist: Netlist,
        part: str,
        pin: str,
        *,
        plus: str,
        minus: str,
        ohms: float = OUT_OHMS,
    ) -> None:
        self.level: int | None = None
        self._low, self._high = netlist.add_control(0.0), netlist.add_control(0.0)
        netlist.add_sink(part, pin, minus, self._low, ohms)
        netlist.add_sink(part, pin, plus, self._high, ohms)

    def settings(self, level: int | None) -> dict[int, float]:
        """How its two transistors are set to put out a level, by the numbers of their controls."""
        return {self._low: float(level == 0), self._high: float(level == 1)}

    def put(self, bench: Bench, t_us: int, level: int | None) -> None:
        """Put out a level from `t_us` on."""
        self.level = level
        for control, value in self.settings(level).items():
            if bench.control(control) != value:
                bench.set_control(control, value, t_us)
