"""A trace in words: the alternative text of its timing diagram."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from coursekit.bench.buses.channel import BusChannel
from coursekit.bench.drawing.bus_words import bus_words
from coursekit.bench.drawing.units import duration, frequency, percent, spread, three_digits
from coursekit.bench.pwm import PwmSegment
from coursekit.bench.trace import Channel, Pulse

_MAX_SETTINGS = 4


def channel_words(channel: Channel, start_us: int, end_us: int, zero_us: float = 0.0) -> str:
    """Return one sentence about a channel in a window, its name first.

    Times in it count from `zero_us`.
    """
    if channel.kind == "digital":
        said = _digital(channel, start_us, end_us, zero_us)
    elif channel.kind == "pwm":
        said = _pwm(channel, start_us, end_us, zero_us)
    elif isinstance(channel, BusChannel):
        said = bus_words(channel.within(start_us, end_us), zero_us)
    elif channel.kind == "event":
        said = event_words(*happened(channel, start_us, end_us), zero_us)
    else:
        values = [value for _, _, value in channel.segments(start_us, end_us)]
        if not values:
            said = "nothing recorded"
        elif channel.kind == "analog":
            said = _analog(values, channel.unit)
        else:
            lit = sum(any(pixel) for pixel in values[-1])
            changes = "1 picture" if len(values) == 1 else f"{len(values)} pictures"
            said = f"{changes}, at the end {lit} of {len(values[-1])} pixels lit"
    return f"{channel.name}: {said}."


def happened(channel: Channel, start_us: float, end_us: float) -> tuple[list[float], list[str]]:
    """Return the times and texts of the events in the window."""
    pairs = zip(channel.times_us.tolist(), channel.values.tolist(), strict=True)
    inside = [(t_us, str(value)) for t_us, value in pairs if start_us <= t_us <= end_us]
    return [t_us for t_us, _ in inside], [text for _, text in inside]


def event_words(times_us: Sequence[float], texts: Sequence[str] = (), zero_us: float = 0.0) -> str:
    """Return how often something happened, and when first, counted from `zero_us`."""
    if not times_us:
        return "never"
    what = f" ({texts[0]})" if texts and texts[0] else ""
    times = "once" if len(times_us) == 1 else f"{len(times_us)} times"
    joint = " at" if len(times_us) == 1 else ", first at"
    return f"{times}{joint} {duration(times_us[0] - zero_us)}{what}"


def _widths(pulses: Sequence[Pulse]) -> str:
    widths = [pulse.width_us for pulse in pulses]
    return spread(duration(min(widths)), duration(max(widths)))


def _digital(channel: Channel, start_us: int, end_us: int, zero_us: float) -> str:
    edges = channel.edges(start_us, end_us)
    if not edges:
        if not channel.segments(start_us, end_us):
            return "nothing recorded"
        return "high throughout" if channel.level_at(end_us) else "low throughout"
    whole = [Pulse(a.t_us, b.t_us) for a, b in pairwise(edges)]
    first = 0 if edges[0].level else 1
    highs, lows = whole[first::2], whole[first + 1 :: 2]
    if not highs:
        way = "goes high" if edges[-1].level else "goes low"
        return f"{way} at {duration(edges[-1].t_us - zero_us)}"
    parts = ["1 pulse" if len(highs) == 1 else f"{len(highs)} pulses", f"high {_widths(highs)}"]
    if lows:
        parts.append(f"low {_widths(lows)}")
    parts.append(f"from {duration(highs[0].start_us - zero_us)}")
    if edges[-1].level:
        parts.append(f"high again from {duration(edges[-1].t_us - zero_us)}")
    return ", ".join(parts)


def _pwm(channel: Channel, start_us: int, end_us: int, zero_us: float) -> str:
    parts: list[str] = []
    spans = channel.segments(start_us, end_us)
    if len(spans) > _MAX_SETTINGS:
        return _many_settings([(t - zero_us, v) for t, _, v in spans if isinstance(v, PwmSegment)])
    for from_us, _, value in spans:
        if isinstance(value, PwmSegment):
            said = f"PWM of {frequency(value.freq_hz)}, on {percent(value.on_fraction)}"
        else:
            said = "high" if value else "low"
        parts.append(f"{said}, from {duration(from_us - zero_us)}")
    return "; ".join(parts) or "nothing recorded"


def _many_settings(settings: Sequence[tuple[float, PwmSegment]]) -> str:
    if not settings:
        return "no PWM"
    hz = [segment.freq_hz for _, segment in settings]
    on = [segment.on_fraction for _, segment in settings]
    pitch = spread(frequency(min(hz)), frequency(max(hz)))
    share = spread(percent(min(on)), percent(max(on)))
    return (
        f"PWM of {pitch}, {len(settings)} settings, on {share}, "
        f"from {duration(settings[0][0])}, the last from {duration(settings[-1][0])}"
    )


def _analog(values: Sequence[float], unit: str) -> str:
    low, high = min(values), max(values)
    end = unit if unit in ("", "°") else f" {unit}"
    if low == high:
        return f"{three_digits(low)}{end} throughout"
    return (
        f"{three_digits(low)} to {three_digits(high)}{end}, "
        f"at the end {three_digits(values[-1])}{end}"
    )
