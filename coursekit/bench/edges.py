"""What a digital channel is made of: single changes of level, and pulses between two of them.

Apart from the trace, because it is long enough without them.
"""

from __future__ import annotations

from typing import NamedTuple


class Level(NamedTuple):
    """A change of level: the channel has `level` from `t_us` on."""

    t_us: int
    level: int


class Pulse(NamedTuple):
    """A time during which a channel was high (or low), both of its edges included."""

    start_us: int
    end_us: int

    @property
    def width_us(self) -> int:
        """How long it lasted, in microseconds."""
        return self.end_us - self.start_us
