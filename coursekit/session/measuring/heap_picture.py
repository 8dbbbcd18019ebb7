"""Draws a heap as a grid of its blocks, coloured by what is in them."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from coursekit.session.measuring.heap import BEFORE, KINDS, Map

if TYPE_CHECKING:
    from matplotlib.figure import Figure

_COLOURS = ("#ebe7dc", "#0072b2", "#009e73", "#d55e00", "#a0528a", "#8a6d00", "#7f95a3")
"""In the order of `KINDS`: Okabe and Ito's, as in the other pictures; what is free is pale."""
_BEFORE_COLOUR = "#c3beb2"
_WIDTH_IN, _GAP_IN, _TITLE_IN, _LEGEND_IN = 9.0, 0.25, 0.3, 0.62
_COLUMNS = {1: 192, 2: 128}
_MOST_ROWS = 120
_DPI = 110


def heap_figure(maps: Sequence[tuple[str, Map]], block_bytes: int) -> Figure:
    """One map, or two beside each other: (title, blocks). Rows from the top, as in a text.

    Of a large heap each square stands for several blocks, and has the colour of most of them.
    """
    from matplotlib.colors import ListedColormap
    from matplotlib.figure import Figure
    from matplotlib.patches import Patch

    from coursekit.bench.drawing.svg import CARD, INK

    columns = _COLUMNS[len(maps)]
    size = max(len(blocks) for _, blocks in maps)
    per_square = max(1, math.ceil(size / (columns * _MOST_ROWS)))
    rows = math.ceil(size / per_square / columns)
    width_in = (_WIDTH_IN - _GAP_IN * (len(maps) + 1)) / len(maps)
    map_in = width_in * rows / columns
    height_in = _TITLE_IN + map_in + _LEGEND_IN
    figure = Figure(figsize=(_WIDTH_IN, height_in), dpi=_DPI, facecolor=CARD)
    colours = ListedColormap([*_COLOURS, _BEFORE_COLOUR])
    for number, (title, blocks) in enumerate(maps):
        left_in = _GAP_IN + number * (width_in + _GAP_IN)
        axes = figure.add_axes(
            (left_in / _WIDTH_IN, _LEGEND_IN / height_in,
             width_in / _WIDTH_IN, map_in / height_in)
        )  # fmt: skip
        axes.set_axis_off()
        axes.set_title(title, fontsize=9, color=INK, loc="left", pad=4)
        grid = np.full(rows * columns, np.nan)
        squares = _squares(blocks, per_square)
        grid[: len(squares)] = squares
        axes.imshow(
            grid.reshape(rows, columns), cmap=colours, vmin=0, vmax=BEFORE, aspect="auto",
            interpolation="nearest",
        )  # fmt: skip
    used = np.unique(np.concatenate([blocks for _, blocks in maps]))
    words = [*KINDS, "in use before"]
    figure.legend(
        handles=[Patch(color=(*_COLOURS, _BEFORE_COLOUR)[kind], label=words[kind])
                 for kind in used],
        loc="lower left", bbox_to_anchor=(0.018, 0.16 / height_in), ncols=4, frameon=False,
        fontsize=8, labelcolor=INK, handlelength=1, handleheight=1, columnspacing=1.4,
    )  # fmt: skip
    several = f"{per_square} blocks" if per_square > 1 else "a block"
    figure.text(0.026, 0.05 / height_in, f"A square is {several} of {block_bytes} bytes.", size=8,
                color=INK)  # fmt: skip
    return figure


def _squares(blocks: Map, per_square: int) -> Map:
    """The most frequent kind of each `per_square` blocks."""
    if per_square == 1:
        return blocks
    count = math.ceil(len(blocks) / per_square)
    padded = np.zeros(count * per_square, np.uint8)
    padded[: len(blocks)] = blocks
    groups = padded.reshape(count, per_square)
    counts = np.stack([(groups == kind).sum(axis=1) for kind in range(BEFORE + 1)])
    found: Map = counts.argmax(axis=0).astype(np.uint8)
    return found
