"""The trace: what happened on the bench and when, one channel for each thing to see.

Checks, timing diagrams and lessons all read from here. Recording is two appends to arrays,
because a program can change a pin some hundred thousand times a second.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from coursekit.bench import bounds
from coursekit.bench.edges import Level as Level
from coursekit.bench.edges import Pulse as Pulse
from coursekit.bench.errors import BenchError
from coursekit.bench.pwm import PwmSegment
from coursekit.interruption import WholeLock

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

Kind = Literal["digital", "pwm", "analog", "pixels", "event", "bus"]
Storage = Literal["digital", "analog", "pixels", "event", "bus"]

PWM_MARK = -1
"""Stands in a digital channel's values where a PWM segment begins."""

MAX_EXPANDED_EDGES = 2_000_000
"""More edges than this in one window are not written out one by one (1 s of 1 MHz PWM)."""


class Channel:
    """What one pin or part did over time. Times are microseconds of board time.

    A digital channel holds levels 0 and 1; PWM on it is kept as frequency and duty and
    becomes single edges only when somebody asks for them. `unit` is that of an analog channel's
    numbers, "" where they have none.
    """

    def __init__(self, name: str, storage: Storage, trace: Trace, unit: str = "") -> None:
        self.name = name
        self.unit = unit
        self.dropped = 0  # how many of the oldest records were let go to save memory
        self._storage: Storage = storage
        self._trace = trace
        self._t: array[int] = array("q")
        self._v: Any = {"digital": array("b"), "analog": array("d")}.get(storage, [])
        self._pwm: dict[int, PwmSegment] = {}  # by index counted from the very first record
        self._object_bytes = 0  # of the values that are neither levels nor numbers

    def __repr__(self) -> str:
        return f"<Channel {self.name} ({self.kind}, {len(self._t)} records)>"

    def __len__(self) -> int:
        return len(self._t)

    @property
    def kind(self) -> Kind:
        """What the values are; "pwm" is a digital channel that has seen PWM."""
        return "pwm" if self._pwm else self._storage

    @property
    def last_us(self) -> int:
        """When the last record was made; 0 before the first."""
        return self._t[-1] if self._t else 0

    @property
    def memory_bytes(self) -> int:
        """About how much memory the records take."""
        own = len(self._t) * bounds.RECORD_BYTES[self._storage]
        return own + len(self._pwm) * bounds.PWM_BYTES + self._object_bytes

    @property
    def times_us(self) -> NDArray[np.int64]:
        """When each record was made, int64, non-decreasing. A copy."""
        import numpy as np

        with self._trace.lock:
            return np.array(self._t, dtype=np.int64)

    @property
    def values(self) -> NDArray[Any]:
        """The recorded values beside `times_us`: levels (int8), numbers or objects. A copy.

        Where PWM begins, the value is its duty cycle 0..1 (and the whole array is float).
        """
        import numpy as np

        with self._trace.lock:
            if self._storage == "digital":
                if not self._pwm:
                    return np.array(self._v, dtype=np.int8)
                values = np.array(self._v, dtype=np.float64)
                for number, segment in self._pwm.items():
                    values[number - self.dropped] = segment.on_fraction
                return values
            if self._storage == "analog":
                return np.array(self._v, dtype=np.float64)
            objects = np.empty(len(self._v), dtype=object)
            for i, value in enumerate(self._v):
                objects[i] = value
            return objects

    def level_at(self, t_us: int) -> Any:
        """The value at `t_us`, the last one when several were recorded in that microsecond.

        Before the first record: 0, and None where a number makes no sense.
        """
        with self._trace.lock:
            i = bisect_right(self._t, t_us) - 1
            if i < 0:
                return 0 if self._storage in ("digital", "analog") else None
            value = self._v[i]
            if self._storage == "digital" and value == PWM_MARK:
                return self._pwm[i + self.dropped].level_at(t_us)
            return value

    def on_fraction_at(self, t_us: int) -> float:
        """How much of the time a digital channel is on around `t_us`: its level, or PWM's duty."""
        self._must_be_digital("duty")
        with self._trace.lock:
            i = bisect_right(self._t, t_us) - 1
            if i < 0:
                return 0.0
            segment = self._pwm.get(i + self.dropped) if self._v[i] == PWM_MARK else None
            return float(self._v[i]) if segment is None else segment.on_fraction

    def segments(
        self, start_us: int | None = None, end_us: int | None = None
    ) -> list[tuple[int, int, Any]]:
        """The window as (from_us, to_us, value): a value, or a PwmSegment while PWM runs."""
        start_us, end_us = self._window(start_us, end_us)
        with self._trace.lock:
            return list(self._spans(start_us, end_us))

    def last_pwm(self, start_us: int, end_us: int) -> PwmSegment | None:
        """The latest setting of PWM in the window, or the one that it began with, if there is any.

        Looks at settings of PWM only, however many records there are.
        """
        with self._trace.lock:
            first, end = self._first(start_us), bisect_right(self._t, end_us)
            for number in reversed(self._pwm):
                if first <= number - self.dropped < end:
                    return self._pwm[number]
            return None

    def edges(self, start_us: int | None = None, end_us: int | None = None) -> list[Level]:
        """Every change of level with start_us <= t <= end_us; PWM is written out edge by edge.

        Times of PWM edges are rounded to whole microseconds. The state that the channel had
        before its first record is no edge. Raises BenchError for PWM of more than two million.
        """
        self._must_be_digital("edges")
        start_us, end_us = self._window(start_us, end_us)
        found: list[Level] = []
        of_pwm = 0
        with self._trace.lock:
            first = bisect_left(self._t, start_us)
            before = first > 0
            level = self._level_before(first, start_us) if before else 0
            for from_us, to_us, value in self._spans(start_us, end_us):
                if isinstance(value, PwmSegment):
                    of_pwm += value.count_edges(from_us, to_us)
                    if of_pwm > MAX_EXPANDED_EDGES:
                        raise BenchError(
                            f"{self.name} has PWM of {value.freq_hz:g} Hz from {from_us} us to "
                            f"{to_us} us: too many edges to list. Ask for a shorter window."
                        )
                    changes: Iterator[Level] = (
                        Level(t, now) for t, now in value.edges(from_us, to_us)
                    )
                else:
                    changes = iter((Level(from_us, value),))
                for change in changes:
                    if change.level != level or not before:
                        if before:
                            found.append(change)
                        level, before = change.level, True
            return found

    def pulses(
        self, start_us: int | None = None, end_us: int | None = None, level: int = 1
    ) -> list[Pulse]:
        """The whole pulses in the window: both edges inside it. `level=0` finds the gaps."""
        found: list[Pulse] = []
        begun: int | None = None
        for t_us, now in self.edges(start_us, end_us):
            if now == level:
                begun = t_us
            elif begun is not None:
                found.append(Pulse(begun, t_us))
                begun = None
        return found

    def edge_count(self, start_us: int | None = None, end_us: int | None = None) -> int:
        """About how many edges the window holds (PWM by arithmetic): ask before drawing."""
        start_us, end_us = self._window(start_us, end_us)
        with self._trace.lock:
            lo, hi = bisect_left(self._t, start_us), bisect_right(self._t, end_us)
            spans = self._spans(start_us, end_us) if self._pwm else ()
            return (hi - lo) + sum(
                value.count_edges(from_us, to_us)
                for from_us, to_us, value in spans
                if isinstance(value, PwmSegment)
            )

    def kept(self, start_us: int, end_us: int) -> Iterator[tuple[int, Any]]:
        """What a trace of the window alone holds: times and values, the first from its start."""
        return ((from_us, value) for from_us, _, value in self._spans(start_us, end_us))

    # -- recording, by the bench ------------------------------------------------------------

    def record(self, t_us: int, value: Any) -> None:
        """Add a record. Times must not go back; a PwmSegment goes to digital channels only.

        PWM that begins in the microsecond in which other PWM began replaces it, and so do pixels:
        nobody can have seen what was there before. The trace stays within its bounds.
        """
        self._trace.has_grown(self._add(t_us, value))

    def appenders(self) -> tuple[Callable[[int], None], Callable[[Any], None]]:
        """The bare appends for a time and a value: the hot path's way to `record`."""
        return self._t.append, self._v.append

    def forget(self, keep: int) -> None:
        """Let go of the oldest records, all but `keep`; in place, the bench holds appenders."""
        surplus = len(self._t) - keep
        if surplus <= 0:
            return
        if isinstance(self._v, list):
            self._object_bytes -= sum(map(bounds.size_of, self._v[:surplus]))
        del self._t[:surplus]
        del self._v[:surplus]
        self.dropped += surplus
        self._pwm = {n: s for n, s in self._pwm.items() if n >= self.dropped}

    # -- inside -----------------------------------------------------------------------------

    def _add(self, t_us: int, value: Any) -> int:
        """Append or replace; returns by how many bytes the channel may have grown."""
        again = bool(self._t) and self._t[-1] == t_us
        number = self.dropped + len(self._t)
        if isinstance(value, PwmSegment):
            if again and number - 1 in self._pwm:
                self._pwm[number - 1] = value
                return 0
            self._pwm[number] = value
            self._v.append(PWM_MARK)
            self._t.append(t_us)
            return bounds.RECORD_BYTES["digital"] + bounds.PWM_BYTES
        size = bounds.size_of(value) if isinstance(self._v, list) else 0
        self._object_bytes += size
        if again and self._storage == "pixels":
            self._object_bytes -= bounds.size_of(self._v[-1])
            self._v[-1] = value
            return 0
        self._v.append(value)
        self._t.append(t_us)
        return bounds.RECORD_BYTES[self._storage] + size

    def _window(self, start_us: int | None, end_us: int | None) -> tuple[int, int]:
        if end_us is None:
            end_us = self._trace.now_us()
        return (start_us if start_us is not None else 0), end_us

    def _level_before(self, index: int, t_us: int) -> int:
        value: int = self._v[index - 1]
        if value == PWM_MARK:
            return self._pwm[index - 1 + self.dropped].level_at(t_us - 1)
        return value

    def _spans(self, start_us: int, end_us: int) -> Iterator[tuple[int, int, Any]]:
        times = self._t
        for i in range(self._first(start_us), bisect_right(times, end_us)):
            from_us = max(times[i], start_us)
            to_us = min(times[i + 1], end_us) if i + 1 < len(times) else end_us
            value = self._v[i]
            if self._storage == "digital" and value == PWM_MARK:
                value = self._pwm[i + self.dropped]
            yield from_us, to_us, value

    def _first(self, start_us: int) -> int:
        """The first record of a window: the one that it begins with, or all made at its start."""
        at_start = bisect_left(self._t, start_us)
        if at_start < len(self._t) and self._t[at_start] == start_us:
            return at_start
        return max(at_start - 1, 0)

    def _must_be_digital(self, what: str) -> None:
        if self._storage != "digital":
            raise BenchError(
                f"{self.name} is a channel of {self._storage} values and has no {what}: "
                "use .times_us and .values."
            )


class Trace:
    """All channels of a bench, by name: `trace["GP15"]`, `trace["led1"]`."""

    def __init__(
        self, lock: WholeLock | None = None, now_us: Callable[[], int] | None = None
    ) -> None:
        self.lock = lock if lock is not None else WholeLock()
        self.channels: dict[str, Channel] = {}
        self._now_us = now_us
        self._grown_bytes = 0  # since the bounds were last looked at

    def now_us(self) -> int:
        """The end of the trace: the bench's clock, or the last record where there is none."""
        if self._now_us is not None:
            return self._now_us()
        return max((channel.last_us for channel in self), default=0)

    def channel(self, name: str, storage: Storage, unit: str = "") -> Channel:
        """The channel of this name, made when there is none yet."""
        if name not in self.channels:
            self.channels[name] = _channel_type(storage)(name, storage, self, unit)
        return self.channels[name]

    def record(self, channel: str, t_us: int, value: Any) -> None:
        """Add a record to an existing channel, or to a new one for events."""
        with self.lock:
            self.channel(channel, "event").record(t_us, value)

    def __getitem__(self, name: str) -> Channel:
        try:
            return self.channels[name]
        except KeyError:
            known = ", ".join(self.channels) or "none yet"
            raise KeyError(f"The trace has no channel {name!r}. It has: {known}.") from None

    def __iter__(self) -> Iterator[Channel]:
        return iter(tuple(self.channels.values()))

    def __contains__(self, name: object) -> bool:
        return name in self.channels

    def __len__(self) -> int:
        return len(self.channels)

    def window(self, start_us: int, end_us: int) -> Trace:
        """A trace of its own with what happened in start_us <= t <= end_us.

        Each channel begins at start_us with the value that it had there.
        """
        cut = Trace(now_us=lambda: end_us)
        with self.lock:
            for channel in self:
                copy = cut.channel(channel.name, channel._storage, channel.unit)
                for t_us, value in channel.kept(start_us, end_us):
                    copy._add(t_us, value)
        return cut

    def clear(self) -> None:
        """Forget the past; each channel keeps its last record."""
        self.forget(keep=1)

    def forget(self, keep: int) -> None:
        """Let go of all but the last `keep` records of each channel."""
        with self.lock:
            for channel in self:
                channel.forget(keep)

    def has_grown(self, by_bytes: int) -> None:
        """Keep the bounds, if much has come since they were last looked at."""
        self._grown_bytes += by_bytes
        if self._grown_bytes >= bounds.LOOK_BYTES:
            self.tidy()

    def tidy(self) -> None:
        """Keep the bounds: the oldest records of what has become too large are let go."""
        with self.lock:
            self._grown_bytes = 0
            bounds.keep(self)

    def figure(self, *args: Any, **options: Any) -> Any:
        """The timing diagram of the trace; arguments as of `timing.timing_figure`."""
        from coursekit.bench.timing import timing_figure

        return timing_figure(self, *args, **options)

    def to_vcd(self, path: Path | str, *args: Any, **options: Any) -> int:
        """Write a file for PulseView and GTKWave; arguments as of `vcd.write_vcd`."""
        from coursekit.bench.vcd import write_vcd

        return write_vcd(self, path, *args, **options)


def _channel_type(storage: Storage) -> type[Channel]:
    if storage != "bus":
        return Channel
    from coursekit.bench.buses.channel import BusChannel

    return BusChannel
