"""The Raspberry Pi Pico W, seen from above, with the names of its pins where one can read them.

On the real board the names are printed on the back; a picture for learners needs them in front.
"""

from __future__ import annotations

from collections.abc import Collection

from coursekit.bench.drawing.shape import PX_PER_MM, Box, Point, Shape, State
from coursekit.bench.drawing.svg import fraction, glow, label, tag, text_width

WIDTH = 20.9 * PX_PER_MM
HEIGHT = 52.75 * PX_PER_MM
LEFT = [
    "GP0",
    "GP1",
    "GND.1",
    "GP2",
    "GP3",
    "GP4",
    "GP5",
    "GND.2",
    "GP6",
    "GP7",
    "GP8",
    "GP9",
    "GND.3",
    "GP10",
    "GP11",
    "GP12",
    "GP13",
    "GND.4",
    "GP14",
    "GP15",
]
RIGHT = [
    "VBUS",
    "VSYS",
    "GND.8",
    "3V3_EN",
    "3V3",
    "ADC_VREF",
    "GP28",
    "GND.7",
    "GP27",
    "GP26",
    "RUN",
    "GP22",
    "GND.6",
    "GP21",
    "GP20",
    "GP19",
    "GP18",
    "GND.5",
    "GP17",
    "GP16",
]
_SHORT = {"ADC_VREF": "VREF", "3V3_EN": "3V3EN"}
_GOLD = "#d9b25f"
_LED = (33.0, 25.2)


def _row_y(row: int) -> float:
    # 40 pins in two rows 2.54 mm apart, the first 3.4 mm from the edge (as Wokwi places them).
    return (3.4 + 2.54 * row) * PX_PER_MM


def _pins() -> dict[str, Point]:
    pins: dict[str, Point] = {name: (0.0, _row_y(row)) for row, name in enumerate(LEFT)}
    pins.update({name: (WIDTH, _row_y(row)) for row, name in enumerate(RIGHT)})
    # Wokwi's names for the pads of the LED, which have no place on the edge.
    pins["TP5"] = _LED
    return pins


def _pin_name(name: str, used: bool, x: float, y: float) -> str:
    """Return a pin's pad and name; a used one stands out as dark text on a light flag."""
    left = x == 0
    text = _SHORT.get(name, name.split(".")[0])
    pad_x = 0 if left else WIDTH - 5
    pad = tag("rect", x=pad_x, y=y - 2.9, width=5, height=5.8, rx=1.2, fill=_GOLD)
    hole = tag("circle", cx=2.6 if left else WIDTH - 2.6, cy=y, r=1.2, fill="#5b4a1e")
    anchor = "start" if left else "end"
    text_x = 8.6 if left else WIDTH - 8.6
    if not used:
        words = label(text_x, y + 2, text, 5.6, anchor=anchor, fill="#b6dcc1")
        return pad + hole + words
    width = 1.1 * text_width(text, 7.4) + 2.6
    flag_x = text_x - 1.4 if left else text_x + 1.4 - width
    ground = text == "GND"
    power = text in {"3V3", "VBUS", "VSYS"}
    fill = "#2b2b2b" if ground else "#ffd9d2" if power else "#fff6d6"
    ink = "#ffffff" if ground else "#8c1208" if power else "#2b2b2b"
    flag = tag("rect", x=flag_x, y=y - 4.3, width=width, height=8.6, rx=2, fill=fill)
    words = label(flag_x + width / 2, y + 2.65, text, 7.4, anchor="middle", fill=ink, weight="bold")
    return pad + hole + flag + words


def _chips(wireless: bool) -> str:
    middle = WIDTH / 2
    parts = [
        tag("rect", x=middle - 10, y=74, width=20, height=20, rx=1.4, fill="#20242a"),
        tag("circle", cx=middle - 7, cy=77, r=1, fill="#7d858f"),
        label(middle, 83.4, "RP", 5, anchor="middle", fill="#9aa3ad"),
        label(middle, 89.6, "2040", 5, anchor="middle", fill="#9aa3ad"),
        tag("rect", x=middle - 6, y=44, width=11, height=9, rx=2, fill="#eef0ee"),
        tag("circle", cx=middle - 0.5, cy=48.5, r=2.6, fill="#c9cfcb"),
    ]
    if wireless:
        parts += [
            tag("rect", x=middle - 10, y=112, width=20, height=34, rx=1.4, fill="#c3c8c6"),
            tag("rect", x=middle - 8.4, y=113.6, width=16.8, height=30.8, rx=1, fill="#d4d8d6"),
            label(middle, 127.6, "Wi-", 5, anchor="middle", fill="#5d6663"),
            label(middle, 133.6, "Fi", 5, anchor="middle", fill="#5d6663"),
            tag(
                "path",
                d=f"M{middle - 10:.1f} 193v-9h4.5v6h4v-6h4v6h4v-6h3.5",
                fill="none",
                stroke=_GOLD,
                stroke_width=1.5,
            ),
        ]
    return "".join(parts)


def _draw(state: State, used: Collection[str], wireless: bool) -> str:
    pins = _pins()
    lit = fraction(state.get("led"))
    middle = WIDTH / 2
    parts = [
        tag("rect", x=0, y=0, width=WIDTH, height=HEIGHT, rx=4, fill="#1f7a44", stroke="#12512c"),
        tag("rect", x=middle - 14, y=-5, width=28, height=21, rx=2, fill="#c9cdcf"),
        tag("rect", x=middle - 11, y=-2.4, width=22, height=15, rx=1, fill="#aab0b3"),
        label(middle, 8.2, "USB", 6, anchor="middle", fill="#454b4e", weight="bold"),
        _chips(wireless),
        glow(_LED[0], _LED[1], 5, "#b6ff3a", lit),
        tag(
            "rect",
            x=_LED[0] - 2.4,
            y=_LED[1] - 1.6,
            width=4.8,
            height=3.2,
            rx=0.8,
            fill="#c8ff5c" if lit > 0 else "#e4eadf",
            stroke="#4e6b45",
            stroke_width=0.5,
        ),
        label(_LED[0] - 2.4, _LED[1] + 8.2, "LED", 5.2, fill="#d6f0dd"),
    ]
    for name, (x, y) in pins.items():
        if name != "TP5":
            parts.append(_pin_name(name, name in used, x, y))
    return "".join(parts)


def pico(used: Collection[str], wireless: bool = True) -> Shape:
    """Return the board, the pins in `used` standing out. Its state: `led` 0..1."""
    return Shape(
        width=WIDTH,
        height=HEIGHT,
        pins=_pins(),
        body=Box(0, -5, WIDTH, HEIGHT),
        draw=lambda state: _draw(state, used, wireless),
        captioned=False,
        onboard_led=True,
        aliases={"3V3(OUT)": "3V3", "3V3_OUT": "3V3", "AGND": "GND.7"},
    )
