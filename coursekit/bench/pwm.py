"""A stretch of PWM as numbers, not as edges.

A pin at 20 kHz makes 40,000 edges a second; a trace that stored them would drown in them.
Frequency, duty and phase say the same, and the edges of any window follow by arithmetic.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import ceil, floor

FULL_DUTY = 65535
"""`duty_u16` of a pin that is always high."""


def _whole_us(t: float) -> int:
    """The first whole microsecond that shows an edge at `t`; halves go down, as in phase_at."""
    return ceil(t - 0.5)


@dataclass(frozen=True, slots=True)
class PwmSegment:
    """PWM of one channel: periods begin at `anchor_us`, each high for duty_u16 / 65535 of it.

    `high` and `low` are what the channel shows in the two phases: (1, 0) on the pin itself,
    (0, 1) on an LED that the pin's low level lights. `on_fraction` is the part of the time that
    the channel is on; more than one PWM pin may have a hand in it.
    """

    anchor_us: int
    freq_hz: float
    duty_u16: int
    high: int = 1
    low: int = 0
    on: float | None = None

    @property
    def period_us(self) -> float:
        """Length of a period in microseconds."""
        return 1e6 / self.freq_hz

    @property
    def high_us(self) -> float:
        """Length of the high phase in microseconds."""
        return self.period_us * self.duty_u16 / FULL_DUTY

    @property
    def on_fraction(self) -> float:
        """How much of the time the channel is on, 0..1."""
        if self.on is not None:
            return self.on
        duty = self.duty_u16 / FULL_DUTY
        return self.high * duty + self.low * (1.0 - duty)

    def phase_at(self, t_us: int) -> int:
        """1 in the high phase of the pin, else 0."""
        since = (t_us + 0.5 - self.anchor_us) % self.period_us  # 0.5: see _whole_us
        return 1 if since < self.high_us else 0

    def level_at(self, t_us: int) -> int:
        """What the channel shows at `t_us`."""
        return self.high if self.phase_at(t_us) else self.low

    def count_edges(self, start_us: int, end_us: int) -> int:
        """About how many edges lie between the two times."""
        if self.high == self.low or not 0 < self.duty_u16 < FULL_DUTY:
            return 0
        return int(2 * max(end_us - start_us, 0) / self.period_us)

    def edges(self, start_us: int, end_us: int) -> Iterator[tuple[int, int]]:
        """(t_us, level) at start_us, then at each edge before end_us, in whole microseconds."""
        yield start_us, self.level_at(start_us)
        if not self.count_edges(self.anchor_us, self.anchor_us + ceil(2 * self.period_us)):
            return
        period, high_us = self.period_us, self.high_us
        number = floor((start_us - self.anchor_us) / period)
        while True:
            begin = self.anchor_us + number * period
            for t, level in ((begin, self.high), (begin + high_us, self.low)):
                t_us = _whole_us(t)
                if t_us >= end_us:
                    return
                if t_us > start_us:
                    yield t_us, level
            number += 1

    def next_edge(self, after_us: int) -> tuple[int, int] | None:
        """The first edge later than `after_us` as (t_us, phase); None when there is none."""
        if not 0 < self.duty_u16 < FULL_DUTY:
            return None
        number = floor((after_us - self.anchor_us) / self.period_us)
        while True:
            begin = self.anchor_us + number * self.period_us
            for t, phase in ((begin, 1), (begin + self.high_us, 0)):
                t_us = _whole_us(t)
                if t_us > after_us:
                    return t_us, phase
            number += 1
