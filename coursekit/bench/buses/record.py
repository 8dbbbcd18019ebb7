"""What the trace of any bus holds: I2C, SPI and UART look alike to a timing diagram.

A diagram, its words and a VCD file need to know of a record only when it was, what to call it and
what its parts are. So a new bus is drawn without a change to them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, Protocol, runtime_checkable

Role = Literal["start", "address", "ack", "nak", "data", "stop", "error"]


@dataclass(frozen=True, slots=True)
class Field:
    """One box of a decoded record: `text` as a protocol analyser shows it ("S", "77 W", "f4").

    `brief` stands there where `text` has no room. A "nak" or an "error" is marked by its shape.
    """

    start_us: float
    end_us: float
    text: str
    role: Role = "data"
    brief: str = ""


class Record(Protocol):
    """One transfer: `str()` of it is a short text, as "write 0x77: f4 2e"."""

    @property
    def start_us(self) -> float: ...

    @property
    def end_us(self) -> float: ...


@runtime_checkable
class Decoded(Protocol):
    """A record that knows its own boxes; one without them is drawn as one box with its text."""

    def fields(self) -> Sequence[Field]: ...


@runtime_checkable
class Waving(Protocol):
    """A record that knows the levels of its lines: (time in us, level), the one before it first."""

    def lines(self) -> Mapping[str, Sequence[tuple[float, int]]]: ...
