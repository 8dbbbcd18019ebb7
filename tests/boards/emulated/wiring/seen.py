"""What a trace shows, so that two boards' can be compared.

Times are in whole milliseconds since the first change: the boards' differ by some 10 us a call.
"""

from __future__ import annotations

from typing import Any

from coursekit.bench import Bench
from coursekit.bench.pwm import PwmSegment


def changes(bench: Bench, name: str) -> list[tuple[int, Any]]:
    """Each change of a channel: its time, and the value; of PWM frequency and duty_u16."""
    spans = bench.trace[name].segments(0, bench.now_us)[1:]
    return [(round((t_us - spans[0][0]) / 1000), _short(value)) for t_us, _, value in spans]


def faults(bench: Bench) -> list[str]:
    """What is wrong, in words."""
    return [str(fault) for fault in bench.faults()]


def _short(value: Any) -> Any:
    return (value.freq_hz, value.duty_u16) if isinstance(value, PwmSegment) else value
