"""What a channel did during one call: the window of the trace that expectations look at."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import Any

from coursekit.bench import Bench
from coursekit.bench.pwm import PwmSegment
from coursekit.bench.trace import Channel, Level, Pulse
from coursekit.checks.outcome import Outcome
from coursekit.checks.subjects import wired_to

MAX_EDGES = 200_000
"""More edges than this in one call are not looked at one by one."""


@dataclass(frozen=True)
class Window:
    """A channel from the start to the end of a call. Times are microseconds of board time.

    Only what happened after the start counts: what the call found there was there before it.
    """

    channel: Channel
    call: Outcome

    @property
    def start_us(self) -> int:
        return self.call.start_us

    @property
    def end_us(self) -> int:
        return self.call.end_us

    @property
    def name(self) -> str:
        return self.channel.name

    @property
    def is_digital(self) -> bool:
        return self.channel.kind in ("digital", "pwm")

    @cached_property
    def before(self) -> Any:
        """The value that the call found."""
        return self.channel.level_at(self.start_us)

    @cached_property
    def after(self) -> Any:
        """The value that the call left."""
        return self.channel.level_at(self.end_us)

    @cached_property
    def edge_count(self) -> int:
        """About how many edges there are."""
        return self.channel.edge_count(self.start_us + 1, self.end_us)

    @property
    def is_crowded(self) -> bool:
        """Whether there are too many edges to look at each."""
        return self.edge_count > MAX_EDGES

    @cached_property
    def edges(self) -> list[Level]:
        """Every edge after the start of the call; none where it is crowded."""
        if self.is_crowded or self.end_us <= self.start_us:
            return []
        found = self.channel.edges(self.start_us + 1, self.end_us)
        times = self.channel.times_us
        if len(times) and self.start_us < times[0] <= self.end_us:
            # A pin that was never used before: what it was first set to is a change from 0.
            first = Level(int(times[0]), int(self.channel.level_at(int(times[0]))))
            found = [first, *found] if first.level else found
        return found

    @cached_property
    def highs(self) -> list[Pulse]:
        """The whole pulses."""
        return self._between(1)

    @cached_property
    def gaps(self) -> list[Pulse]:
        """The whole gaps between pulses."""
        return self._between(0)

    def _between(self, level: int) -> list[Pulse]:
        return [Pulse(a.t_us, b.t_us) for a, b in pairwise(self.edges) if a.level == level]

    @property
    def begins_on(self) -> bool:
        """Whether the channel was high before the call."""
        return bool(self.before)

    @property
    def ends_on(self) -> bool:
        """Whether the last pulse had not ended when the call did."""
        return bool(self.edges) and self.edges[-1].level == 1

    @cached_property
    def pwm(self) -> PwmSegment | None:
        """The latest PWM setting of the call, if it made or found one."""
        return self.channel.last_pwm(self.start_us, self.end_us)

    def rises(self) -> list[int]:
        """When the channel went high, in microseconds of board time."""
        return [edge.t_us for edge in self.edges if edge.level == 1]

    def on_fraction(self, at_ms: float | None = None) -> float:
        """How much of the time the channel was on: at a time, or where the call left it.

        PWM by its setting; pulses that the program made itself by their lengths.
        """
        t_us = self.end_us if at_ms is None else self.at_us(at_ms)
        if at_ms is None and self.pwm is None and len(self.rises()) > 2:
            first, last = self.rises()[0], self.rises()[-1]
            high = sum(p.width_us for p in self.highs if first <= p.start_us < last)
            return high / (last - first)
        return self.channel.on_fraction_at(t_us)

    def at_us(self, at_ms: float) -> int:
        """A time counted from the start of the call, as board time."""
        return self.start_us + round(1000 * at_ms)

    def since(self, t_us: float) -> float:
        """A board time, counted in microseconds from the start of the call."""
        return t_us - self.start_us

    def values(self) -> list[Any]:
        """The values recorded after the start of the call, in their order."""
        spans = self.channel.segments(self.start_us, self.end_us)
        records = zip(self.channel.times_us.tolist(), self.channel.values.tolist(), strict=True)
        if self.channel.kind == "event":
            return [value for t_us, value in records if self.start_us < t_us <= self.end_us]
        return [value for from_us, _, value in spans if from_us > self.start_us]

    def tones(self) -> list[tuple[float, float]]:
        """The tones of a buzzer in their order: (Hz, milliseconds)."""
        found: list[tuple[float, float]] = []
        for from_us, to_us, hz in self.channel.segments(self.start_us, self.end_us):
            if hz > 0 and to_us > from_us:
                found.append((float(hz), (to_us - from_us) / 1000))
        return found


def is_slow(bench: Bench, call: Outcome) -> bool:
    """Whether no output changed more than twice a second, as where delays are in seconds.

    What somebody did to a part during the call does not count.
    """
    handled = frozenset[str]().union(*(wired_to(bench, part) for part in call.touched))
    most = 2 * call.lasted_ms / 1000 + 2
    for channel in bench.trace:
        times_us = channel.times_us
        found = ((times_us > call.start_us) & (times_us <= call.end_us)).sum()
        if found > most and channel.name not in handled:
            return False
    return True
