"""What was measured, in words."""

from __future__ import annotations

from coursekit.bench.drawing.units import duration, three_digits
from coursekit.session.measuring.loops import Timing


def timing_words(timing: Timing) -> str:
    """One or two lines: time per loop and how sure it is, heap per loop, what was printed."""
    best = f"{short_time(timing.best_us)} per loop"
    count = len(timing.per_loop_us)
    if count == 1:
        how = "measured once"
    else:
        longest = short_time(max(timing.per_loop_us))
        how = f"best of {count}, median {short_time(timing.median_us)}, longest {longest}"
    loops = f"{timing.loops:,} loops each" if timing.loops > 1 else "1 loop each"
    lines = [f"{best} ({how}; {loops})", _heap_words(timing.heap_bytes)]
    if timing.printed_lines:
        lines.append(f"{timing.printed_lines:,} printed lines are not shown")
    return "\n".join(filter(None, lines))


def short_time(us: float) -> str:
    """Microseconds in about three digits, below 1 us in nanoseconds."""
    if 0 < us < 0.9995:
        return f"{three_digits(1000 * us)} ns"
    return duration(us) if us else "0 ns"


def _heap_words(heap_bytes: float | None) -> str:
    if heap_bytes is None:
        return ""
    if heap_bytes == 0:
        return "no heap per loop"
    return f"{three_digits(heap_bytes)} bytes of heap per loop"
