"""What every part has in common, and the register of part types.

A new part is one file: a class with its Wokwi type and pins, `build` for what it does
electrically, `attach` and `connect` for what there is to see. Import it in `parts/__init__.py`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar

from coursekit.bench.errors import BenchError

if TYPE_CHECKING:
    from coursekit.bench.bench import Bench
    from coursekit.bench.diagram import PartSpec
    from coursekit.bench.netlist import Netlist

PART_TYPES: dict[str, type[Part]] = {}
"""Wokwi's name of a type of part, or our own, and the class that simulates it."""

P = TypeVar("P", bound="type[Part]")


def part_type(*names: str) -> Callable[[P], P]:
    """Class decorator: this class simulates the parts of these types."""

    def register(cls: P) -> P:
        for name in names:
            PART_TYPES[name] = cls
        return cls

    return register


class Part:
    """A part on the bench. Its constructor raises ValueError for an attribute it cannot use."""

    pins: ClassVar[tuple[str, ...]] = ()
    needs: ClassVar[tuple[tuple[str, ...], ...]] = ()
    """Pins that must be wired; of the pins of one group, at least one."""
    joined: ClassVar[tuple[tuple[str, str], ...]] = ()
    """Pairs of pins that are one piece of metal inside the part."""
    noun: ClassVar[str] = "part"
    answers: ClassVar[bool] = False
    """Whether what the board drives can make this part drive the board or start an event."""

    def __init__(self, spec: PartSpec) -> None:
        self.id = spec.id
        self.spec = spec
        self._bench: Bench | None = None

    def __repr__(self) -> str:
        return f"<{self.noun} {self.id}>"

    @property
    def bench(self) -> Bench:
        """The bench that the part lies on."""
        if self._bench is None:
            raise BenchError(f"{self.id} is not on a bench yet.")
        return self._bench

    def build(self, netlist: Netlist) -> None:
        """Add the part's elements to the circuit."""

    def attach(self, bench: Bench) -> None:
        """Take a place on the bench: make channels."""
        self._bench = bench

    def connect(self, bench: Bench) -> None:
        """Ask to be told of changes. After `attach`, and again whenever wires have changed."""

    def state(self) -> dict[str, Any]:
        """What the part shows now, for a picture."""
        return {}

    # -- what people do to parts; those that can be handled say how --------------------------

    def do_press(self, t_us: int) -> None:
        """Push it down at `t_us`."""
        raise BenchError(self.cannot("pressed"))

    def do_release(self, t_us: int) -> None:
        """Let it go at `t_us`."""
        raise BenchError(self.cannot("released"))

    def do_turn(self, t_us: int, position: float) -> None:
        """Turn it at `t_us` to a position of 0..1."""
        raise BenchError(self.cannot("turned"))

    def do_move(self, t_us: int, side: str) -> None:
        """Move it at `t_us` to a side, "left" or "right"."""
        raise BenchError(self.cannot("moved"))

    def do_set(self, t_us: int, **values: float) -> None:
        """Change at `t_us` what it feels of the world, as temperature_c=30."""
        raise BenchError(self.cannot("set"))

    def do_tilt(self, t_us: int, roll_deg: float, pitch_deg: float) -> None:
        """Lay it down tilted at `t_us`."""
        raise BenchError(self.cannot("tilted"))

    def do_nack(self, t_us: int, after: int, times: int) -> None:
        """From `t_us` on acknowledge `after` addresses, then `times` not."""
        raise BenchError(self.cannot("silenced"))

    def do_stick(self, t_us: int, clocks: int | None) -> None:
        """Hold SDA low from `t_us` on, for so many clocks or for good."""
        raise BenchError(self.cannot("stuck"))

    def do_stretch(self, t_us: int, us: int) -> None:
        """From `t_us` on hold SCL low for so long after each byte."""
        raise BenchError(self.cannot("slowed down"))

    def do_noise(self, t_us: int, share: float) -> None:
        """From `t_us` on let this share of the bits on its data wire be misread."""
        raise BenchError(self.cannot("disturbed"))

    def do_send(self, t_us: int, data: bytes | str) -> None:
        """Have it send something at `t_us`."""
        raise BenchError(self.cannot("made to send"))

    def cannot(self, verb: str) -> str:
        """The words for something that nobody can do to this part."""
        article = "an" if self.noun.startswith(("LED", "RGB", "on-")) else "a"
        return f"{self.id} is {article} {self.noun}: it cannot be {verb}."


def whole_number(text: str, name: str, low: int, high: int) -> int:
    """An attribute that must be a whole number from `low` to `high`; else ValueError."""
    try:
        number = int(text)
    except ValueError:
        number = low - 1
    if not low <= number <= high:
        raise ValueError(f"{name} must be a whole number from {low} to {high}, not {text!r}.")
    return number
