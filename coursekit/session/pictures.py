"""Figures as a notebook's outputs, each with an alternative text for those who cannot see it.

Jupyter gives an image no alternative text of its own; inside HTML it can have one.
"""

from __future__ import annotations

import base64
import html
import io
from typing import TYPE_CHECKING, Any, TypeAlias, TypeGuard

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

Bundle: TypeAlias = tuple[dict[str, Any], dict[str, Any]]
"""Data and metadata by MIME type."""

_DPI = 110


def is_figure(value: object) -> TypeGuard[Figure]:
    """Whether this is a matplotlib figure."""
    from matplotlib.figure import Figure

    return isinstance(value, Figure)


def figure_bundle(figure: Figure, plain: str = "") -> Bundle:
    """A figure as PNG, beside it `plain` or else its alternative text."""
    alt = alternative_text(figure)
    file = io.BytesIO()
    figure.savefig(file, format="png", bbox_inches="tight", dpi=_DPI)
    return png_bundle(file.getvalue(), alt, plain)


def png_bundle(picture: bytes, alt: str, plain: str = "") -> Bundle:
    """A PNG with its alternative text, beside it `plain` or else that text."""
    png = base64.b64encode(picture).decode("ascii")
    spoken = html.escape(" ".join(alt.split()), quote=True)
    data = {
        "text/html": f'<img alt="{spoken}" src="data:image/png;base64,{png}">',
        "image/png": png,
        "text/plain": plain or alt,
    }
    return data, {"image/png": {"alt": alt}}


def alternative_text(figure: Figure) -> str:
    """What `figure.set_label` was given, else the figure's titles, axes and legends."""
    label = str(figure.get_label()).strip()
    if label:
        return label
    parts = [figure.get_suptitle(), *(words for ax in figure.axes for words in _axes_words(ax))]
    said = ". ".join(" ".join(part.split()) for part in parts if part.strip())
    return f"Chart. {said}." if said else "Chart without titles or labels."


def _axes_words(ax: Axes) -> list[str]:
    named = {"x": ax.get_xlabel(), "y": ax.get_ylabel()}
    legend = ax.get_legend()
    entries = [] if legend is None else [text.get_text() for text in legend.get_texts()]
    return [
        ax.get_title(),
        ", ".join(f"{name}: {text}" for name, text in named.items() if text),
        f"Shown: {', '.join(entries)}" if entries else "",
    ]
