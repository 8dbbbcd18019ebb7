"""Draws curves as one picture, again and again: everything that stays is made only once."""

from __future__ import annotations

import io
import math
from collections.abc import Sequence

import numpy as np
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from coursekit.bench.drawing.rows import MUTED, PALETTE
from coursekit.bench.drawing.svg import CARD, INK
from coursekit.session.plotting.look import Look
from coursekit.session.plotting.samples import Curve, Points

DPI = 110
_WIDTH_IN, _AXES_IN = 9.0, 2.3
_TOP_IN, _BOTTOM_IN, _LEFT_IN, _RIGHT_IN = 0.45, 0.48, 0.7, 0.2
_TITLE_IN = 0.2
_STYLES = ("-", "--", ":", "-.")
_MOST_DOTS = 60
"""Points of a curve that are marked one by one."""
_MOST_IN_LEGEND = 12
_NAME_CHARS = 24
_MARGIN = 0.05


class Chart:
    """A picture of curves. Not to be drawn in two threads at once."""

    def __init__(self, look: Look) -> None:
        self._look = look
        height_in = _TOP_IN + _AXES_IN + _BOTTOM_IN + (_TITLE_IN if look.title else 0.0)
        self.figure = Figure(figsize=(_WIDTH_IN, height_in), dpi=DPI, facecolor=CARD)
        FigureCanvasAgg(self.figure)  # which the figure keeps
        box = (_LEFT_IN / _WIDTH_IN, _BOTTOM_IN / height_in,
               1 - (_LEFT_IN + _RIGHT_IN) / _WIDTH_IN, _AXES_IN / height_in)  # fmt: skip
        self._axes = self.figure.add_axes(box, facecolor=CARD)
        self._lines: list[Line2D] = []
        self._names: list[str] = []
        axes = self._axes
        axes.spines[["top", "right"]].set_visible(False)
        axes.spines[["left", "bottom"]].set_color(MUTED)
        axes.tick_params(labelsize=8, colors=INK, length=3)
        axes.grid(axis="y", color=MUTED, alpha=0.25, lw=0.6)
        axes.set_xlabel(_harmless(look.x_name or "sample"), fontsize=8.5, color=INK)
        if look.title:
            self.figure.text(0.02, 1 - 0.09 / height_in, _harmless(look.title), va="top",
                             weight="bold", size=10, color=INK)  # fmt: skip

    def png(self, curves: Sequence[Curve]) -> bytes:
        """The picture of `curves`, which are those of the last time and perhaps some more."""
        self._keep_lines(curves)
        for line, curve in zip(self._lines, curves, strict=True):
            line.set_data(curve.x, curve.y)
            line.set_marker("o" if len(curve.x) <= _MOST_DOTS else "")
        self._scale(curves)
        file = io.BytesIO()
        self.figure.savefig(file, format="png", dpi=DPI, pil_kwargs={"compress_level": 1})
        return file.getvalue()

    def _keep_lines(self, curves: Sequence[Curve]) -> None:
        names = [curve.name for curve in curves]
        if names == self._names:
            return
        self._names = names
        for number in range(len(self._lines), len(names)):
            style = _STYLES[number // len(PALETTE) % len(_STYLES)]
            colour = PALETTE[number % len(PALETTE)]
            self._lines += self._axes.plot([], [], ls=style, color=colour, lw=1.4, ms=3)
        if names != ["value"]:
            shown = _MOST_IN_LEGEND - 1 if len(names) > _MOST_IN_LEGEND else len(names)
            texts = [_short(name) for name in names[:shown]]
            handles = self._lines[:shown]
            if len(names) > shown:
                texts.append(f"and {len(names) - shown} more")
                handles = [*handles, Line2D([], [], ls="")]
            self._axes.legend(
                handles, texts, loc="lower left", bbox_to_anchor=(-0.01, 1.0), ncols=6,
                frameon=False, fontsize=8, labelcolor=INK, handlelength=1.6, columnspacing=1.4,
                borderpad=0.1, labelspacing=0.2,
            )  # fmt: skip

    def _scale(self, curves: Sequence[Curve]) -> None:
        """Set both axes, so that matplotlib need not look at all points for it."""
        look, axes = self._look, self._axes
        left, right = _ends([curve.x for curve in curves])
        if look.window is not None and look.x_name is None:
            left = max(left, right - look.window + 1)
        if left == right:
            left, right = left - 0.5, right + 0.5
        axes.set_xlim(left, right)
        if look.y_range is not None:
            axes.set_ylim(look.y_range)
            return
        bottom, top = _ends([c.y[(c.x >= left) & (c.x <= right)] for c in curves])
        room = (top - bottom) * _MARGIN or abs(top) * _MARGIN or 1.0
        axes.set_ylim(bottom - room, top + room)


def _ends(values: Sequence[Points]) -> tuple[float, float]:
    """The lowest and highest number in all, 0 and 1 where there is none."""
    lows = [float(np.fmin.reduce(array)) for array in values if len(array)]
    highs = [float(np.fmax.reduce(array)) for array in values if len(array)]
    low = min((value for value in lows if not math.isnan(value)), default=0.0)
    high = max((value for value in highs if not math.isnan(value)), default=1.0)
    return low, high


def _short(name: str) -> str:
    shown = name if len(name) <= _NAME_CHARS else name[: _NAME_CHARS - 1] + "\u2026"
    return _harmless(shown.lstrip("_") or "-")  # an underscore in front hides it from a legend


def _harmless(text: str) -> str:
    return text.replace("$", r"\$")  # would begin a formula
