"""Times, frequencies and shares as short text: what labels, captions and alternative texts say."""

from __future__ import annotations

MICRO = "\u00b5s"


def three_digits(value: float) -> str:
    """Return a number with about three significant digits and no exponent."""
    if abs(value) >= 100 or value == round(value):
        return f"{value:.0f}"
    return f"{value:.1f}" if abs(value) >= 10 else f"{value:.2f}".rstrip("0").rstrip(".")


def duration(us: float) -> str:
    """Return microseconds as "350 \u00b5s", "1.25 ms", "200 ms" or "2.5 s"."""
    if us == 0:
        return "0 ms"
    # Rounded first, so that 999,999 us is 1 s and not 1000 ms.
    for scale, unit in ((1e6, "s"), (1e3, "ms")):
        if abs(us) >= scale * 0.9995:
            return f"{three_digits(us / scale)} {unit}"
    return f"{three_digits(us)} {MICRO}"


def frequency(hz: float) -> str:
    """Return hertz as "50 Hz", "1 kHz" or "2.5 MHz"."""
    for scale, unit in ((1e6, "MHz"), (1e3, "kHz")):
        if hz >= scale * 0.9995:
            return f"{three_digits(hz / scale)} {unit}"
    return f"{three_digits(hz)} Hz"


def percent(share: float) -> str:
    """Return 0.25 as "25 %", 0.125 as "12.5 %"."""
    value = 100 * share
    return f"{value:.0f} %" if abs(value - round(value)) < 0.05 else f"{value:.1f} %"


def spread(low: str, high: str) -> str:
    """Return "180 to 220 ms" for two texts with the same unit, one text if they are equal."""
    if low == high:
        return low
    number, _, unit = low.rpartition(" ")
    return (
        f"{number} to {high}" if number and unit == high.rpartition(" ")[2] else f"{low} to {high}"
    )


def time_axis(span_us: float) -> tuple[float, str]:
    """Return how many microseconds one unit of the time axis is, and the unit's name."""
    if span_us < 2e3:
        return 1.0, MICRO
    return (1e3, "ms") if span_us < 2e6 else (1e6, "s")
