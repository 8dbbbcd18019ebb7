"""Parts that people move, and parts that move or sound: button, switch, knob, buzzer, servo."""

from __future__ import annotations

import math
from collections.abc import Sequence

from coursekit.bench.drawing.shape import Attrs, Box, Point, Shape, State
from coursekit.bench.drawing.svg import (
    INK,
    fraction,
    label,
    led_colour,
    number,
    safe_colour,
    tag,
    text_width,
)

_METAL = "#a9aeb3"

# IEC 60062: the colour of each digit, and of the power of ten.
_DIGITS = (
    "#1a1a1a", "#7a4424", "#d62a1d", "#f0801d", "#f2d21b",
    "#2a9a3c", "#2456c8", "#8a3fc0", "#8a8a8a", "#ffffff",
)  # fmt: skip
_POWERS = {-2: "#c0c0c0", -1: "#cfa63c"} | dict(enumerate(_DIGITS))


def ohms(value: object) -> float:
    """Return a resistor's `value` attribute in ohms ("220", "4.7k", "1M"); 1000 if unreadable."""
    text = str(value).strip().rstrip("\u03a9\u2126").replace("ohm", "").strip()
    scale = {"k": 1e3, "K": 1e3, "M": 1e6, "m": 1e-3, "G": 1e9}.get(text[-1:], 1.0)
    try:
        result = float(text.rstrip("kKMmG") if scale != 1 else text) * scale
    except ValueError:
        return 1000.0
    return result if result > 0 and math.isfinite(result) else 1000.0


def ohms_text(value: float) -> str:
    """Return 220.0 as "220", 4700.0 as "4.7k", 1e6 as "1M"."""
    for scale, suffix in ((1e9, "G"), (1e6, "M"), (1e3, "k")):
        if value >= scale:
            return f"{value / scale:g}{suffix}"
    return f"{value:g}"


def bands(value_ohms: float) -> tuple[str, str, str]:
    """Return the colours of two digits and a power of ten (IEC 60062) for a value in ohms."""
    power = math.floor(math.log10(value_ohms)) - 1
    digits = round(value_ohms / 10**power)
    if digits >= 100:
        digits, power = digits // 10, power + 1
    power = min(9, max(-2, power))
    return _DIGITS[digits // 10], _DIGITS[digits % 10], _POWERS[power]


def resistor(attrs: Attrs) -> Shape:
    """Return a resistor with the colour bands of its `value` in ohms."""
    value = ohms(attrs.get("value", "1000"))

    def draw(state: State) -> str:
        places = (19.0, 25.0, 31.0, 41.0)
        stripes = (*bands(value), "#cfa63c")
        return "".join(
            [
                tag("path", d="M0 5.65H58.8", stroke=_METAL, stroke_width=2, fill="none"),
                tag("rect", x=12.5, y=0.4, width=34, height=10.5, rx=4.4, fill="#e6cfa3",
                    stroke="#a98f5e", stroke_width=0.8),
                *(
                    tag("rect", x=x, y=0.8, width=3, height=9.7, fill=colour)
                    for x, colour in zip(places, stripes, strict=True)
                ),
            ]
        )  # fmt: skip

    pins = {"1": (0.0, 5.65), "2": (58.8, 5.65)}
    body = Box(12.5, 0, 46.5, 11.3)
    return Shape(59.13, 11.34, pins, body, draw, value=f"{ohms_text(value)} \u03a9")


def pushbutton(attrs: Attrs) -> Shape:
    """Return a push button with four legs. Attributes: `color`. State: `pressed`."""
    colour = led_colour(attrs.get("color", "red"))

    def draw(state: State) -> str:
        pressed = bool(state.get("pressed"))
        legs = [
            tag("path", d=f"M{x:g} {y:g}h13", stroke=_METAL, stroke_width=3.4)
            for x in (0, 54)
            for y in (13, 32)
        ]
        corners = [
            tag("circle", cx=x, cy=y, r=2, fill="#5a5f66") for x in (16, 51) for y in (5, 40)
        ]
        radius = 11.5 if pressed else 13.5
        return "".join(
            [
                *legs,
                tag("rect", x=11, y=0, width=45, height=45, rx=3, fill="#3a3f45"),
                tag("rect", x=13, y=2, width=41, height=41, rx=2, fill="#494f56"),
                *corners,
                tag("circle", cx=33.6, cy=22.6, r=15.5, fill="#2a2d31"),
                tag("circle", cx=33.6, cy=22.6, r=radius, fill=colour),
                tag("circle", cx=33.6, cy=22.6, r=radius, fill="#000000",
                    fill_opacity=0.3 if pressed else 0.0),
                tag("circle", cx=33.6, cy=22.6, r=radius - 3, fill="none", stroke="#ffffff",
                    stroke_opacity=0.25 if pressed else 0.5, stroke_width=1.2),
            ]
        )  # fmt: skip

    pins: dict[str, Point] = {
        "1.l": (0, 13), "2.l": (0, 32), "1.r": (67, 13), "2.r": (67, 32),
    }  # fmt: skip
    return Shape(67.28, 45.35, pins, Box(11, 0, 56, 45), draw)


def slide_switch(attrs: Attrs) -> Shape:
    """Return a slide switch. State: `position` 1 or 3, the pin joined with pin 2."""
    first = 3 if str(attrs.get("value", "")) in {"1", "right"} else 1

    def draw(state: State) -> str:
        right = str(state.get("position", first)) == "3"
        return "".join(
            [
                *(
                    tag("path", d=f"M{x:g} 22V34", stroke=_METAL, stroke_width=2.2)
                    for x in (6.5, 16, 25.5)
                ),
                tag("rect", x=0, y=7, width=32, height=17, rx=2.4, fill="#b7bcc1",
                    stroke="#7d8288", stroke_width=0.8),
                tag("rect", x=5, y=10, width=22, height=7, rx=1.4, fill="#2a2d31"),
                tag("rect", x=16 if right else 6, y=2, width=10, height=14, rx=1.6,
                    fill="#50565d", stroke="#23262a", stroke_width=0.8),
                *(
                    label(x, 22.6, name, 5.4, anchor="middle", fill=INK)
                    for name, x in (("1", 6.5), ("2", 16.0), ("3", 25.5))
                ),
            ]
        )  # fmt: skip

    pins = {"1": (6.5, 34.0), "2": (16.0, 34.0), "3": (25.5, 34.0)}
    return Shape(32.13, 34.88, pins, Box(0, 2, 32, 24), draw)


def potentiometer(attrs: Attrs) -> Shape:
    """Return a potentiometer. State: `value` 0..1, from GND (0) to VCC (1)."""
    text = str(attrs.get("value", "0"))
    first = fraction(_as_number(text, 0.0) / (1 if "." in text else 1023))

    def draw(state: State) -> str:
        turn = math.radians(-225 + 270 * fraction(state.get("value"), first))
        x, y = 37.8, 28.0
        ticks = [
            tag("circle", cx=x + 22.5 * math.cos(angle), cy=y + 22.5 * math.sin(angle), r=0.9,
                fill="#dbe6f5")
            for angle in (math.radians(-225 + 27 * step) for step in range(11))
        ]  # fmt: skip
        names = [
            label(at, 60.4, name, 6, anchor="middle", fill="#ffffff", weight="bold")
            for name, at in (("GND", 25.5), ("SIG", 39.0), ("VCC", 52.5))
        ]
        return "".join(
            [
                *(
                    tag("path", d=f"M{at:g} 62V68.5", stroke=_METAL, stroke_width=2.4)
                    for at in (29, 39, 49)
                ),
                tag("rect", x=11, y=2, width=54, height=61, rx=4, fill="#2d5f9e",
                    stroke="#1c406f"),
                *ticks,
                tag("circle", cx=x, cy=y, r=18.5, fill="#e9ebed", stroke="#8b9096"),
                tag("circle", cx=x, cy=y, r=14.5, fill="#d3d7da"),
                tag("path", d=f"M{number(x + 4 * math.cos(turn))} "
                    f"{number(y + 4 * math.sin(turn))}L{number(x + 17 * math.cos(turn))} "
                    f"{number(y + 17 * math.sin(turn))}",
                    stroke="#c0281c", stroke_width=3, stroke_linecap="round"),
                *names,
            ]
        )  # fmt: skip

    pins = {"GND": (29.0, 68.5), "SIG": (39.0, 68.5), "VCC": (49.0, 68.5)}
    return Shape(75.59, 75.59, pins, Box(11, 2, 65, 63), draw)


def _as_number(value: object, otherwise: float) -> float:
    try:
        return float(str(value))
    except ValueError:
        return otherwise


def buzzer(attrs: Attrs) -> Shape:
    """Return a buzzer. State: `on`, or `frequency_hz` above 0 while it sounds."""

    def draw(state: State) -> str:
        frequency_hz = _as_number(state.get("frequency_hz"), 0.0)
        waves = ""
        if state.get("on") or frequency_hz > 0:
            waves = "".join(
                tag("path", d=f"M{59 + 5 * i:g} {26 - 2.6 * i:g}a{20 + 6 * i:g} {20 + 6 * i:g} "
                    f"0 0 1 0 {30 + 5.2 * i:g}", fill="none", stroke="#0072b2",
                    stroke_width=2, stroke_linecap="round")
                for i in range(3)
            )  # fmt: skip
        return "".join(
            [
                tag("path", d="M27 66V84M37 66V84", stroke=_METAL, stroke_width=2.2),
                tag("circle", cx=32, cy=41, r=29, fill="#23262a"),
                tag("circle", cx=32, cy=41, r=25, fill="none", stroke="#3d4248", stroke_width=2),
                tag("circle", cx=32, cy=41, r=5.5, fill="#0c0d0e", stroke="#565c63"),
                label(44, 61, "+", 9, anchor="middle", fill="#e8e6df", weight="bold"),
                waves,
            ]
        )

    # The leg marked + is pin 2, as on Wokwi's part.
    pins = {"1": (27.0, 84.0), "2": (37.0, 84.0)}
    return Shape(75, 84, pins, Box(3, 12, 61, 71), draw)


def servo(attrs: Attrs) -> Shape:
    """Return a servo with its plug on the left. State: `angle` in degrees, 0..180."""

    def draw(state: State) -> str:
        angle = min(180.0, max(0.0, _as_number(state.get("angle"), 0.0)))
        leads = (("#6b4423", 50.0), ("#d1251a", 59.5), ("#f0911e", 69.0))
        horn = tag(
            "g",
            tag("path", d="M-7 0A7 7 0 0 1 7 0L4 -44A4 4 0 0 0 -4 -44z", fill="#f2f2ef",
                stroke="#8b9096"),
            tag("circle", cx=0, cy=0, r=7, fill="#f2f2ef", stroke="#8b9096"),
            tag("circle", cx=0, cy=0, r=2.2, fill="#9aa0a6"),
            *(tag("circle", cx=0, cy=-y, r=1.1, fill="#9aa0a6") for y in (16, 25, 34, 43)),
            transform=f"translate(91.5 59.8) rotate({number(angle - 90)})",
        )  # fmt: skip
        return "".join(
            [
                *(
                    tag("path", d=f"M9 {y:g}C26 {y:g} 26 {59.5 + (y - 59.5) / 2.6:g} 46 "
                        f"{59.5 + (y - 59.5) / 2.6:g}", fill="none", stroke=fill, stroke_width=3)
                    for fill, y in leads
                ),
                tag("rect", x=0, y=45, width=10, height=29, rx=2, fill="#2b2e33"),
                tag("rect", x=37, y=48, width=112, height=24, rx=3, fill="#3566ad"),
                tag("circle", cx=44, cy=60, r=3, fill=safe_colour("#fbfaf7")),
                tag("circle", cx=142, cy=60, r=3, fill=safe_colour("#fbfaf7")),
                tag("rect", x=52, y=33, width=82, height=54, rx=4, fill="#3f78c9",
                    stroke="#274f8a"),
                tag("circle", cx=91.5, cy=59.8, r=21, fill="#4a85d8", stroke="#274f8a"),
                horn,
                label(129, 82, f"{angle:.0f}\u00b0", 8, anchor="end", fill="#ffffff",
                      weight="bold"),
            ]
        )  # fmt: skip

    pins = {"GND": (0.0, 50.0), "V+": (0.0, 59.5), "PWM": (0.0, 69.0)}
    return Shape(170.08, 119.55, pins, Box(0, 30, 149, 90), draw)


def labelled_box(kind: str, pin_names: Sequence[str]) -> Shape:
    """Return a box for a part that has no drawing yet, the pins that are used on its left."""
    name = kind.removeprefix("wokwi-").removeprefix("board-").removeprefix("coursekit-")
    title = name.replace("-", " ")
    widest = max((text_width(pin, 7) for pin in pin_names), default=0.0)
    width = max(text_width(title, 8) + 14, widest + 30, 60.0)
    height = 24 + 12.0 * max(1, len(pin_names))
    pins: dict[str, Point] = {
        pin: (0.0, 26 + 12.0 * index) for index, pin in enumerate(dict.fromkeys(pin_names))
    }

    def draw(state: State) -> str:
        return "".join(
            [
                tag("rect", x=0, y=0, width=width, height=height, rx=4, fill="#e8edf3",
                    stroke="#5d6b7a"),
                label(width / 2, 12.4, title, 8, anchor="middle", weight="bold"),
                *(tag("circle", cx=0, cy=y, r=2.4, fill="#d9b25f") for _, y in pins.values()),
                *(label(6, y + 2.5, pin, 7) for pin, (_, y) in pins.items()),
            ]
        )  # fmt: skip

    return Shape(width, height, pins, Box(0, 0, width, height), draw)
