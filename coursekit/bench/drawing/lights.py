"""Parts that give light: LED, RGB LED, NeoPixel, ring and strip."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

from coursekit.bench.drawing.shape import PX_PER_MM, Attrs, Box, Shape, State
from coursekit.bench.drawing.svg import fraction, glow, label, led_colour, rgb, tag

_LEG = "#9a9fa5"


def _leg(path: str) -> str:
    return tag("path", d=path, fill="none", stroke=_LEG, stroke_width=2, stroke_linejoin="round")


def _dome(middle: float, top: float, colour: str, brightness: float) -> str:
    """Return a lens 17 px wide and 27 px high, brighter inside when it is lit."""
    left, foot = middle - 8.5, top + 22
    outline = f"M{left:g} {foot:g}V{top + 8.5:g}a8.5 8.5 0 0 1 17 0V{foot:g}z"
    parts = [
        glow(middle, top + 10, 10, colour, brightness),
        tag("path", d=outline, fill=colour, fill_opacity=0.62 + 0.38 * brightness),
        tag("path", d=outline, fill="none", stroke="#000000", stroke_opacity=0.35),
        tag("rect", x=left - 1.5, y=foot, width=20, height=4.6, rx=1.2, fill=colour),
        tag(
            "rect",
            x=left - 1.5,
            y=foot,
            width=20,
            height=4.6,
            rx=1.2,
            fill="#000000",
            fill_opacity=0.22,
        ),
        tag(
            "path",
            d=f"M{left + 3.2:g} {foot - 3:g}V{top + 9:g}q0 -4 3 -5.4",
            fill="none",
            stroke="#ffffff",
            stroke_opacity=0.65,
            stroke_width=1.6,
            stroke_linecap="round",
        ),
    ]
    if brightness > 0:
        parts.append(
            tag(
                "circle",
                cx=middle,
                cy=top + 11,
                r=4.6,
                fill="#ffffff",
                fill_opacity=0.75 * brightness,
            )
        )
    return "".join(parts)


def led(attrs: Attrs) -> Shape:
    """Return an LED. Attributes: `color`, `flip`. State: `brightness` 0..1."""
    colour = led_colour(attrs.get("color", "red"))
    flipped = str(attrs.get("flip", "")) not in {"", "False", "false", "0"}
    anode, cathode = (15.0, 25.0) if flipped else (25.0, 15.0)

    def draw(state: State) -> str:
        sign = -1 if flipped else 1
        legs = _leg(f"M{anode - sign * 1:g} 30v4l{sign:g} 3V42") + _leg(f"M{cathode:g} 30V42")
        plus = label(anode + sign * 5, 41, "+", 7, anchor="middle", fill="#8c1208", weight="bold")
        return legs + plus + _dome(20, 4, colour, fraction(state.get("brightness")))

    pins = {"A": (anode, 42.0), "C": (cathode, 42.0)}
    return Shape(40, 50, pins, Box(9.5, 3, 30.5, 31), draw)


def rgb_led(attrs: Attrs) -> Shape:
    """Return an RGB LED. State: `rgb`, three numbers of 0..1, or `red`, `green`, `blue`."""

    def draw(state: State) -> str:
        levels = state.get("rgb")
        if not isinstance(levels, Sequence) or isinstance(levels, str) or len(levels) != 3:
            levels = [state.get(name) for name in ("red", "green", "blue")]
        red, green, blue = (fraction(level) for level in levels)
        peak = max(red, green, blue)
        colour = rgb(red / peak, green / peak, blue / peak) if peak else "#e9ebee"
        legs = [
            _leg("M17 26L8.5 32V44"),
            _leg("M20 26L18 32V54"),
            _leg("M24 26L26.4 32V44"),
            _leg("M27 26L35.7 32V44"),
        ]
        names = [
            label(x, y, name, 6, anchor="middle", weight="bold", fill=fill)
            for name, x, y, fill in (
                ("R", 4, 42, "#b3170c"),
                ("G", 30.8, 42, "#0b7a26"),
                ("B", 40.4, 42, "#1d49c9"),
            )
        ]
        return "".join(legs) + "".join(names) + _dome(22, 0, colour, peak)

    pins = {"R": (8.5, 44.0), "COM": (18.0, 54.0), "G": (26.4, 44.0), "B": (35.7, 44.0)}
    return Shape(42.13, 72.58, pins, Box(11.5, -1, 32.5, 28), draw)


def pixel_colour(value: Any) -> tuple[str, float]:
    """Return the CSS colour and the brightness 0..1 of one pixel given as r, g, b of 0..255."""
    if not isinstance(value, Sequence) or len(value) < 3:
        return "#f0f0ea", 0.0
    red, green, blue = (fraction(float(part) / 255) for part in value[:3])
    peak = max(red, green, blue)
    if peak == 0:
        return "#f0f0ea", 0.0
    # What a low value gives in light looks far brighter than the same value on a screen.
    lift = (0.35 + 0.65 * math.sqrt(peak)) / peak
    return rgb(red * lift, green * lift, blue * lift), math.sqrt(peak)


def _pixel(x: float, y: float, size: float, value: Any) -> str:
    colour, brightness = pixel_colour(value)
    half = size / 2
    return (
        glow(x, y, half, colour, 0.6 * brightness)
        + tag(
            "rect",
            x=x - half,
            y=y - half,
            width=size,
            height=size,
            rx=1.6,
            fill="#fdfdfa",
            stroke="#8a8a84",
            stroke_width=0.7,
        )
        + tag("circle", cx=x, cy=y, r=half * 0.72, fill=colour, stroke="#b9b9b2", stroke_width=0.6)
    )


def _pixel_values(state: State, count: int) -> list[Any]:
    values = state.get("pixels")
    known = list(values) if values is not None else []
    return (known + [None] * count)[:count]


def _count(attrs: Attrs, otherwise: int, most: int) -> int:
    try:
        return min(most, max(1, int(float(attrs.get("pixels", otherwise)))))
    except (TypeError, ValueError):
        return otherwise


def neopixel(attrs: Attrs) -> Shape:
    """Return one WS2812 with its four pads. State: `pixels`, one (r, g, b) of 0..255."""
    width, height = 5.6631 * PX_PER_MM, 5 * PX_PER_MM

    def draw(state: State) -> str:
        pads = [
            tag("rect", x=x, y=y - 1.6, width=3, height=3.2, fill="#b9bec3")
            for x, y in ((0, 3.5), (0, 14), (width - 3, 3.5), (width - 3, 14))
        ]
        return "".join(pads) + _pixel(width / 2, height / 2, 17, _pixel_values(state, 1)[0])

    pins = {"VDD": (1.0, 3.5), "DOUT": (1.0, 14.0), "VSS": (21.0, 14.0), "DIN": (21.0, 3.5)}
    return Shape(width, height, pins, Box(1, 0, width - 1, height), draw)


def led_ring(attrs: Attrs) -> Shape:
    """Return a NeoPixel ring. Attributes: `pixels` (16), `pixelSpacing`. State: `pixels`."""
    count = _count(attrs, 16, 256)
    spacing = fraction(attrs.get("pixelSpacing"), 0.0)
    radius_mm = (spacing + 5) * count / 2 / math.pi + 6
    radius = radius_mm * 3.78
    foot = (radius_mm * 2 + 3) * 3.78
    step = 2.54 * 3.78

    def draw(state: State) -> str:
        band = 6 * 3.78
        parts = [
            tag(
                "rect",
                x=radius - 2 * step,
                y=2 * radius - 4,
                width=4 * step,
                height=14,
                rx=2,
                fill="#1d3a63",
            ),
            tag(
                "circle",
                cx=radius,
                cy=radius,
                r=radius - band / 2,
                fill="none",
                stroke="#1d3a63",
                stroke_width=band,
            ),
        ]
        for index, value in enumerate(_pixel_values(state, count)):
            angle = 2 * math.pi * index / count - math.pi / 2
            reach = radius - band / 2
            parts.append(
                _pixel(
                    radius + reach * math.cos(angle), radius + reach * math.sin(angle), 16, value
                )
            )
        return "".join(parts)

    names = ("GND", "VCC", "DIN", "DOUT")
    pins = {name: (radius + (place - 1.5) * step, foot) for place, name in enumerate(names)}
    return Shape(2 * radius, foot, pins, Box(0, 0, 2 * radius, foot - 2), draw)


def strip(attrs: Attrs, plus: str = "VCC", minus: str = "GND") -> Shape:
    """Return a strip of NeoPixels, fed at its left end, DOUT and the supply again at its right.

    Attributes: `pixels` (8). State: `pixels`, rows of (r, g, b) of 0..255. A part of our own:
    Wokwi knows it not, so its pins are where they serve us, 0.1 inch apart.
    """
    count = _count(attrs, 8, 64)
    pitch, start, height = 15.0, 27.0, 28.8
    width = start + count * pitch + 4

    def draw(state: State) -> str:
        parts = [
            tag("rect", x=0, y=0, width=width, height=height, rx=3, fill="#24272c"),
            *(
                tag("rect", x=0, y=y - 2.6, width=4.4, height=5.2, rx=1, fill="#d9b25f")
                for y in (4.8, 14.4, 24)
            ),
            *(
                label(6.4, y + 2, name, 5.6, fill="#e8e6df", weight="bold")
                for name, y in ((plus, 4.8), ("DIN", 14.4), (minus, 24))
            ),
            *(
                tag("rect", x=width - 2.4, y=y - 2.6, width=2.4, height=5.2, fill="#d9b25f")
                for y in (4.8, 14.4, 24)
            ),
        ]
        for index, value in enumerate(_pixel_values(state, count)):
            parts.append(_pixel(start + (index + 0.5) * pitch, height / 2, 11.6, value))
        return "".join(parts)

    pins = {plus: (0.0, 4.8), "DIN": (0.0, 14.4), minus: (0.0, 24.0), "DOUT": (width, 14.4)}
    pins |= {f"{plus}.2": (width, 4.8), f"{minus}.2": (width, 24.0)}
    return Shape(width, height, pins, Box(0, 0, width, height), draw)
