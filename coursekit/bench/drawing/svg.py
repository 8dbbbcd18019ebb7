"""Building SVG text: elements, numbers and colours.

A picture is a string of a few kilobytes, so plain string building is enough; every value that
comes from a file passes through here to be escaped.
"""

from __future__ import annotations

import re
from xml.sax.saxutils import escape, quoteattr

FONT = "system-ui, 'DejaVu Sans', 'Segoe UI', Helvetica, Arial, sans-serif"
CARD = "#fbfaf7"
INK = "#2b2b2b"

_COLOUR = re.compile(r"#[0-9a-fA-F]{3,8}|[a-zA-Z]{3,24}")
_LED_COLOURS = {
    "red": "#e02b20",
    "green": "#1faf3c",
    "blue": "#2f6bff",
    "yellow": "#f2c500",
    "orange": "#f58220",
    "white": "#f4f4ee",
    "purple": "#a04bd8",
    "pink": "#ff78b4",
    "limegreen": "#6fd624",
}


def number(value: float) -> str:
    """Return the shortest text of a coordinate, to a hundredth of a pixel."""
    text = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if text in {"-0", ""} else text


def tag(name: str, *children: str, **attributes: str | float | None) -> str:
    """Return one element. `stroke_width=2` becomes `stroke-width="2"`; None is left out.

    Children are markup already: pass text through `plain` first.
    """
    words = [name]
    for key, value in attributes.items():
        if value is not None:
            text = value if isinstance(value, str) else number(value)
            words.append(f"{key.rstrip('_').replace('_', '-')}={quoteattr(text)}")
    opening = " ".join(words)
    return f"<{opening}>{''.join(children)}</{name}>" if children else f"<{opening}/>"


def plain(text: str) -> str:
    """Escape text for use between tags."""
    return escape(text)


def label(
    x: float,
    y: float,
    text: str,
    size: float,
    *,
    anchor: str = "start",
    fill: str = INK,
    weight: str | None = None,
    halo: bool = False,
) -> str:
    """Return a line of text whose baseline starts, centres or ends at x, y."""
    return tag(
        "text",
        plain(text),
        x=x,
        y=y,
        font_size=size,
        text_anchor=None if anchor == "start" else anchor,
        fill=fill,
        font_weight=weight,
        stroke=CARD if halo else None,
        stroke_width=size * 0.4 if halo else None,
        stroke_linejoin="round" if halo else None,
        paint_order="stroke" if halo else None,
    )


def text_width(text: str, size: float) -> float:
    """Return the width that text may take: an upper estimate, as fonts differ."""
    return len(text) * size * 0.62


def safe_colour(colour: object, otherwise: str = "#666666") -> str:
    """Return a CSS colour name or #hex as it is, anything else as `otherwise`."""
    text = str(colour).strip()
    return text if _COLOUR.fullmatch(text) else otherwise


def led_colour(colour: object) -> str:
    """Return the lens colour of an LED whose `color` attribute is given."""
    text = str(colour).strip().lower()
    return _LED_COLOURS.get(text, safe_colour(text, "#e02b20"))


def rgb(red: float, green: float, blue: float) -> str:
    """Return the CSS colour of three parts of 0..1; values outside are clipped."""
    parts = (round(255 * min(1.0, max(0.0, part))) for part in (red, green, blue))
    return "#{:02x}{:02x}{:02x}".format(*parts)


def fraction(value: object, otherwise: float = 0.0) -> float:
    """Return a number of a part's state clipped to 0..1; `otherwise` if it is no number."""
    if isinstance(value, (int, float)):
        return min(1.0, max(0.0, float(value)))
    return otherwise


def glow(x: float, y: float, radius: float, colour: str, brightness: float) -> str:
    """Return the halo of a light. Rings, not a gradient: gradients need document-wide ids."""
    if brightness <= 0:
        return ""
    rings = [
        tag("circle", cx=x, cy=y, r=radius * scale, fill=colour, fill_opacity=0.16 * brightness)
        for scale in (2.3, 1.9, 1.5, 1.2)
    ]
    return "".join(rings)
