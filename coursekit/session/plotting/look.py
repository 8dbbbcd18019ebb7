"""How the person wants a plot to look."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Look:
    """title: above the picture. y_range: the ends of the y axis, None for those of the numbers.

    x_name: the series on the x axis, None where samples are counted. window: how many samples are
    seen at once, None for all.
    """

    title: str = ""
    y_range: tuple[float, float] | None = None
    x_name: str | None = None
    window: int | None = None
