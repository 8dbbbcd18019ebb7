"""What a part feels of the world: a temperature, a tilt. Scripts, checks and people set it."""

from __future__ import annotations

from math import isfinite
from typing import TYPE_CHECKING, ClassVar, NamedTuple

from coursekit.bench.errors import BenchError
from coursekit.bench.parts.base import Part

if TYPE_CHECKING:
    from coursekit.bench.bench import Bench
    from coursekit.bench.diagram import PartSpec
    from coursekit.bench.trace import Channel


class Quantity(NamedTuple):
    """A physical quantity: its unit, the range that can be set, and what it is at first.

    `attr` is Wokwi's name of it in a diagram's attributes.
    """

    unit: str
    low: float
    high: float
    usual: float
    attr: str = ""


class Sensing(Part):
    """A part with physical inputs: `bench.bmp1.set(temperature_c=30)`.

    Each quantity is a channel of the trace, "bmp1 temperature_c", and an entry of `sensed`.
    """

    quantities: ClassVar[dict[str, Quantity]] = {}

    def __init__(self, spec: PartSpec) -> None:
        super().__init__(spec)
        self.sensed: dict[str, float] = {}
        for name, quantity in self.quantities.items():
            text = spec.attrs.get(quantity.attr or name, "")
            self.sensed[name] = self._parse(name, text) if text else quantity.usual
        self._sensed_channels: dict[str, Channel] = {}

    def attach(self, bench: Bench) -> None:
        super().attach(bench)
        for name, value in self.sensed.items():
            unit = self.quantities[name].unit
            channel = bench.trace.channel(f"{self.id} {name}", "analog", unit)
            channel.record(bench.now_us, value)
            self._sensed_channels[name] = channel

    def set(self, **values: float) -> None:
        """Change what it feels, now. Raises BenchError for a name or value that it has not."""
        with self.bench.lock:
            self.do_set(self.bench.present_us(), **values)

    def do_set(self, t_us: int, **values: float) -> None:
        for name, value in values.items():
            self.check_quantity(name, value)
        for name, value in values.items():
            self.sensed[name] = float(value)
            channel = self._sensed_channels.get(name)
            if channel is not None:
                channel.record(t_us, float(value))
        self.on_sensed(t_us)

    def on_sensed(self, t_us: int) -> None:
        """What it feels has changed at `t_us`."""

    def check_quantity(self, name: str, value: float) -> None:
        """Raise BenchError for a name that it does not know, or a value out of range."""
        quantity = self.quantities.get(name)
        if quantity is None:
            known = ", ".join(self.quantities)
            raise BenchError(f"{self.id} has no {name!r} to set. It has: {known}.")
        if not (isfinite(value) and quantity.low <= value <= quantity.high):
            raise BenchError(
                f"{self.id}: {name} goes from {quantity.low:g} to {quantity.high:g} "
                f"{quantity.unit}, not to {value}."
            )

    def _parse(self, name: str, text: str) -> float:
        try:
            value = float(text)
            self.check_quantity(name, value)
        except (ValueError, BenchError):
            quantity = self.quantities[name]
            raise ValueError(
                f"{quantity.attr or name} must be a number from {quantity.low:g} to "
                f"{quantity.high:g} ({quantity.unit}), not {text!r}."
            ) from None
        return value
