"""Modules and chips on a bus, with what they feel or hold written on them.

Pins of modules are where Wokwi's elements and boards have them, a little inside their edge: the
strip of pads is no part of the body, so that wires may come to it. Bare chips are of our own.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from coursekit.bench.drawing.shape import PX_PER_MM, Attrs, Box, Point, Shape, State
from coursekit.bench.drawing.svg import label, plain, tag, text_width

_PAD = "#d9b25f"
_BLUE, _PURPLE = "#16619d", "#5a3b8c"
_PITCH = 9.6


def note(x: float, y: float, width: float, lines: Sequence[str], size: float = 5.4) -> str:
    """Return lines of text on a light card, what a part shows or feels now; "" for no lines."""
    if not lines:
        return ""
    height = 1.3 * size * len(lines) + 2
    card = tag("rect", x=x, y=y, width=width, height=height, rx=1.6, fill="#fff6d6")
    return card + "".join(
        label(x + width / 2, y + 1.3 * size * (row + 1) - 0.6, text, size, anchor="middle")
        for row, text in enumerate(lines)
    )


def pads(pins: Mapping[str, Point], name_at: Mapping[str, tuple[float, float, str]]) -> str:
    """Return a round pad for each pin, and its name where and how (x, y, anchor) it is to stand."""
    drawn = []
    for pin, (x, y) in pins.items():
        name_x, name_y, anchor = name_at[pin]
        drawn.append(tag("circle", cx=x, cy=y, r=2.9, fill=_PAD))
        drawn.append(tag("circle", cx=x, cy=y, r=1.2, fill="#5b4a1e"))
        # Below pads 0.1 inch apart a name has no more room than that.
        narrow: dict[str, str | float | None] = {}
        if anchor == "middle":
            narrow = {"textLength": 8.6, "lengthAdjust": "spacingAndGlyphs"}
        drawn.append(
            tag("text", plain(pin), x=name_x, y=name_y, font_size=5, fill="#ffffff",
                font_weight="bold", text_anchor=anchor, **narrow)
        )  # fmt: skip
    return "".join(drawn)


def _measured(state: State, name: str, form: str, scale: float = 1.0) -> list[str]:
    """Return a number of the state in words, as a list of one; of none if it is not there."""
    value = state.get(name)
    return [form.format(value * scale)] if isinstance(value, (int, float)) else []


def bmp180(attrs: Attrs) -> Shape:
    """Return a BMP180 module. State: `temperature_c`, `pressure_pa`."""
    width, height, right = 18.04 * PX_PER_MM, 12.38 * PX_PER_MM, 17.71 * PX_PER_MM - 3
    rows = {"VCC": 1.1, "GND": 3.59, "SCL": 6.13, "SDA": 8.67, "3.3V": 11.21}
    pins: dict[str, Point] = {pin: (17.71 * PX_PER_MM, y * PX_PER_MM) for pin, y in rows.items()}
    names = {pin: (right - 2, y + 1.7, "end") for pin, (_, y) in pins.items()}

    def draw(state: State) -> str:
        lines = _measured(state, "temperature_c", "{:.1f} °C")
        lines += _measured(state, "pressure_pa", "{:.1f} hPa", 0.01)
        return "".join(
            [
                tag("rect", x=0, y=0, width=width, height=height, rx=2, fill=_PURPLE),
                tag("rect", x=18, y=3, width=16, height=14, rx=1.4, fill="#c3c8c6"),
                tag("circle", cx=22, cy=7, r=1.4, fill="#3a3f45"),
                label(26, 23, "BMP180", 4.8, anchor="middle", fill="#ffffff"),
                note(2.5, 26, 43, lines, 5.2),
                pads(pins, names),
            ]
        )

    return Shape(width, height, pins, Box(0, 0, right, height), draw)


def mpu6050(attrs: Attrs) -> Shape:
    """Return an MPU6050 module. State: `accel_x_g` and so on, `temperature_c`, `asleep`."""
    width, height = 21.6 * PX_PER_MM, 16.2 * PX_PER_MM
    order = ("INT", "AD0", "XCL", "XDA", "SDA", "SCL", "GND", "VCC")
    across = (7.28, 16.9, 26.4, 36.0, 45.6, 55.2, 64.8, 74.4)
    pins: dict[str, Point] = {pin: (x, 5.78) for pin, x in zip(order, across, strict=True)}
    names = {pin: (x, 14.6, "middle") for pin, (x, _) in pins.items()}

    def draw(state: State) -> str:
        lines = []
        for name, form, unit in (("accel_{}_g", "{:.2f}", "g"), ("gyro_{}_dps", "{:.0f}", "°/s")):
            texts = [text for axis in "xyz"
                     for text in _measured(state, name.format(axis), f"{axis} {form}")]  # fmt: skip
            if texts:
                lines.append(f"{' '.join(texts)} {unit}")
        asleep = ", asleep" if state.get("asleep") else ""
        lines += _measured(state, "temperature_c", "{:.1f} °C" + asleep)
        return "".join(
            [
                tag("rect", x=0, y=0, width=width, height=height, rx=2, fill=_BLUE),
                tag("rect", x=33, y=18, width=14, height=14, rx=1, fill="#20242a"),
                tag("circle", cx=36, cy=21, r=1, fill="#7d858f"),
                label(50, 27, "MPU6050", 4.6, fill="#ffffff"),
                label(6, 27, "x → y ↑", 4.6, fill="#ffffff"),
                note(2.5, 35, width - 5, lines, 5),
                pads(pins, names),
            ]
        )

    return Shape(width, height, pins, Box(0, 8.7, width, height), draw)


def ds1307(attrs: Attrs) -> Shape:
    """Return a DS1307 module. State: `time` as text, `running`."""
    width, height = 25.8 * PX_PER_MM, 22.212 * PX_PER_MM
    rows = {"GND": 15.0, "5V": 25.0, "SDA": 34.5, "SCL": 44.0, "SQW": 54.0}
    pins: dict[str, Point] = {pin: (9.5, y) for pin, y in rows.items()}
    names = {pin: (14.5, y + 1.7, "start") for pin, y in rows.items()}

    def draw(state: State) -> str:
        lines = [str(state["time"])] if state.get("time") else []
        if lines and not state.get("running", True):
            lines.append("stopped")
        return "".join(
            [
                tag("rect", x=0, y=0, width=width, height=height, rx=9, fill=_BLUE),
                tag("circle", cx=62, cy=31, r=24, fill="#c3c8c6", stroke="#8b9096"),
                tag("circle", cx=62, cy=31, r=18, fill="#d4d8d6"),
                label(62, 30, "+", 9, anchor="middle", fill="#5d6663", weight="bold"),
                label(62, 38, "DS1307", 5, anchor="middle", fill="#5d6663"),
                note(14, 60, width - 18, lines, 5.8),
                pads(pins, names),
            ]
        )

    return Shape(width, height, pins, Box(12.5, 0, width, height), draw)


def dip(
    title: str, names: Sequence[str], lines_of: Callable[[State], list[str]], value: str = ""
) -> Shape:
    """Return a bare chip with its legs, pin 1 at the top left, numbered against the clock."""
    half = len(names) // 2
    width, height, lead = 74.0, half * _PITCH + 4, 5.0
    pins: dict[str, Point] = {}
    for row in range(half):
        y = 2 + _PITCH * (row + 0.5)
        pins[names[row]] = (0.0, y)
        pins[names[-1 - row]] = (width, y)

    def draw(state: State) -> str:
        parts = [
            tag("path", d=f"M{x:g} {y:g}h{lead:g}", stroke="#a9aeb3", stroke_width=3)
            for pin, (end, y) in pins.items()
            for x in ((0.0,) if end == 0 else (width - lead,))
        ]
        parts += [
            tag("rect", x=lead, y=0, width=width - 2 * lead, height=height, rx=2, fill="#2a2d31"),
            tag("path", d=f"M{width / 2 - 4:g} 0a4 4 0 0 0 8 0z", fill="#5a5f66"),
            tag("circle", cx=lead + 3.4, cy=3.4, r=1.2, fill="#8b9096"),
            label(width / 2, 14, title, 5.6, anchor="middle", fill="#e8e6df", weight="bold"),
        ]
        for pin, (x, y) in pins.items():
            at, anchor = (lead + 2, "start") if x == 0 else (width - lead - 2, "end")
            parts.append(label(at, y + 1.7, pin, 4.6, anchor=anchor, fill="#d7dade"))
        lines = lines_of(state)
        wide = max((text_width(line, 5) for line in lines), default=0.0) + 3
        parts.append(note((width - wide) / 2, 20, wide, lines, 5))
        return "".join(parts)

    return Shape(width, height, pins, Box(lead, 0, width - lead, height), draw, value=value)


def lm75(attrs: Attrs) -> Shape:
    """Return an LM75. State: `temperature_c`."""
    names = ("SDA", "SCL", "OS", "GND", "A2", "A1", "A0", "VCC")
    return dip("LM75", names, lambda state: _measured(state, "temperature_c", "{:.1f} °C"))


def eeprom(attrs: Attrs) -> Shape:
    """Return a memory chip. Attributes: `size`. State: `used`, how many bytes are not empty."""
    size = str(attrs.get("size", "24C32"))[:8].upper()
    names = ("A0", "A1", "A2", "GND", "SDA", "SCL", "WP", "VCC")

    def lines_of(state: State) -> list[str]:
        used = _measured(state, "used", "{:.0f} bytes")
        return [*used, "used"] if used else []

    return dip(size, names, lines_of, value=size)


def mcp3008(attrs: Attrs) -> Shape:
    """Return an MCP3008."""
    left = [f"CH{channel}" for channel in range(8)]
    right = ("DGND", "CS", "DIN", "DOUT", "CLK", "AGND", "VREF", "VDD")
    return dip("MCP3008", (*left, *right), lambda state: [])


def shift_register(attrs: Attrs) -> Shape:
    """Return a 74HC595. State: `shown`, what its outputs show, or None."""
    left = (*(f"Q{n}" for n in range(1, 8)), "GND")
    right = ("Q7S", "MR", "SHCP", "STCP", "OE", "DS", "Q0", "VCC")

    def lines(state: State) -> list[str]:
        shown = state.get("shown")
        return [f"{shown:08b}"] if isinstance(shown, int) else []

    return dip("74HC595", (*left, *right), lines)
