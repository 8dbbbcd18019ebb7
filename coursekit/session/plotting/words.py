"""What a plot shows, in words: for those who cannot see it, and for a search."""

from __future__ import annotations

from collections.abc import Sequence

from coursekit.session.plotting.look import Look
from coursekit.session.plotting.samples import MOST_SERIES, Curve


def summary(curves: Sequence[Curve], rows: int, look: Look, dropped: int = 0) -> str:
    """Names, counts, lowest, highest and latest number, a line for each series.

    rows: how many lines of numbers there were. dropped: how many series were too many.
    """
    title = f"Plot {look.title!r}" if look.title else "Plot"
    seen = "" if look.window is None or rows <= look.window else f", the last {look.window} seen"
    lines = [f"{title}: {_count(len(curves), 'series')}, {_count(rows, 'sample')}{seen}."]
    lines += [_words(curve) for curve in curves]
    if dropped:
        lines.append(f"Only the first {MOST_SERIES} series are drawn.")
    return "\n".join(lines)


def _words(curve: Curve) -> str:
    if not curve.count:
        return f"{curve.name}: no number."
    if curve.count == 1:
        return f"{curve.name}: one number, {number(curve.last)}."
    if curve.low == curve.high:
        return f"{curve.name}: {_count(curve.count, 'number')}, always {number(curve.last)}."
    return (
        f"{curve.name}: {_count(curve.count, 'number')} from {number(curve.low)} to "
        f"{number(curve.high)}, the last {number(curve.last)}."
    )


def number(value: float) -> str:
    """Six digits at most, without an exponent where that is short enough."""
    return f"{value:.6g}"


def _count(count: int, noun: str) -> str:
    plural = noun if count == 1 or noun.endswith("s") else noun + "s"
    return f"{count:,} {plural}"
