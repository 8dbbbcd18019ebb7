"""Pulses in words, and what is wrong with them: the sentences of `expect(led).pulses(...)`."""

from __future__ import annotations

from collections.abc import Sequence

from coursekit.bench import Bench
from coursekit.bench.drawing.units import frequency, percent, spread
from coursekit.bench.trace import Pulse
from coursekit.checks import diagnosis
from coursekit.checks.subjects import is_driven, wired_to
from coursekit.checks.window import Window
from coursekit.checks.words import count, duration

SLACK_MS = 0.2
"""A pulse may be so much too long or too short, however short it is: the calls take time."""


def fits(pulses: Sequence[Pulse], ms: float | None, within: float) -> bool:
    """Whether every pulse is so long, give or take the share `within`."""
    if ms is None:
        return True
    slack_us = 1000 * max(within * ms, SLACK_MS)
    return all(abs(pulse.width_us - 1000 * ms) <= slack_us for pulse in pulses)


def wanted(number: int, on_ms: float | None, off_ms: float | None) -> str:
    """The pulses that are expected: `3 pulses of 200 ms with gaps of 100 ms`."""
    text = count(number, "pulse")
    if on_ms is not None and number:
        text += f" of {duration(1000 * on_ms)}"
    if off_ms is not None and number > 1:
        text += f" with {'a gap' if number == 2 else 'gaps'} of {duration(1000 * off_ms)}"
    return text


def seen(window: Window) -> str:
    """The pulses that were seen, and how the call began and ended."""
    if window.pwm is not None and 0 < window.pwm.on_fraction < 1:
        share = percent(window.pwm.on_fraction)
        return f"saw PWM of {frequency(window.pwm.freq_hz)}, on {share} of the time"
    if window.is_crowded:
        return f"saw about {window.edge_count} edges"
    highs, gaps = window.highs, window.gaps
    if not window.edges:
        return f"saw no change: it was {'on' if window.begins_on else 'off'} throughout"
    text = f"saw {count(len(highs), 'pulse')}"
    if highs:
        text += f" of {_widths(highs)}"
        if gaps:
            text += f" with {'a gap' if len(gaps) == 1 else 'gaps'} of {_widths(gaps)}"
        text += f" (first rise at {duration(window.since(highs[0].start_us))})"
    if window.begins_on:
        off = duration(window.since(window.edges[0].t_us))
        text += f"; it was on before the call began, until {off}"
    if window.ends_on:
        on = duration(window.since(window.edges[-1].t_us))
        text += f"; it went on at {on} and was still on when the call ended"
    return text


def why(
    window: Window, number: int, on_ms: float | None, off_ms: float | None, within: float
) -> str:
    """The common mistake that the pulses look like."""
    highs, gaps = window.highs, window.gaps
    if window.is_crowded or not (highs or gaps):
        return unfinished(window, on_ms)
    widths = [pulse.width_us / 1000 for pulse in highs]
    pauses = [pulse.width_us / 1000 for pulse in gaps]
    swapped = on_ms is not None and off_ms is not None and on_ms != off_ms
    if swapped and fits(highs, off_ms, within) and fits(gaps, on_ms, within) and widths:
        return " On and off are the wrong way round."
    if on_ms is not None and widths and not fits(highs, on_ms, within):
        return diagnosis.of_time(on_ms, sum(widths) / len(widths))
    if off_ms is not None and pauses and not fits(gaps, off_ms, within):
        return diagnosis.of_time(off_ms, sum(pauses) / len(pauses))
    if window.ends_on and len(highs) + 1 == number:
        if gaps and len(gaps) == len(highs):
            return f"{diagnosis.INVERTED} The last pulse has to end before the call does."
        return " The last pulse has to end before the call does."
    return diagnosis.of_count(number, len(highs))


def unfinished(window: Window, on_ms: float | None = None) -> str:
    """For a channel that went on and stayed so; `on_ms` is how long it was to be on."""
    if not window.ends_on:
        return ""
    ms = (window.end_us - window.edges[-1].t_us) / 1000
    if not window.call.ended:
        return diagnosis.SECONDS if on_ms is not None and ms > 90 * on_ms else ""
    return " The last pulse has to end before the call does."


def changed_elsewhere(bench: Bench, window: Window, others: frozenset[str]) -> tuple[str, ...]:
    """The one or two outputs that changed and may have been meant to be this channel.

    others: the pins that have another purpose in the check.
    """
    own = wired_to(bench, window.name)
    changed = []
    for channel in bench.trace:
        is_pin = channel.name.startswith("GP") or channel.name == "LED"
        if is_pin and channel.name not in own | others and is_driven(bench, channel.name):
            other = Window(channel, window.call)
            if other.is_digital and (other.edge_count > 1 or other.edges):
                changed.append(channel.name)
    return tuple(changed) if len(changed) <= 2 else ()


def elsewhere(changed: tuple[str, ...]) -> str:
    """Says so when other pins changed while this channel did not: the number may be wrong."""
    which = "that the right pin" if len(changed) == 1 else "one of them meant to be this"
    return f" {' and '.join(changed)} changed instead: is {which}?" if changed else ""


def _widths(pulses: Sequence[Pulse]) -> str:
    widths = [pulse.width_us for pulse in pulses]
    return spread(duration(min(widths)), duration(max(widths)))
