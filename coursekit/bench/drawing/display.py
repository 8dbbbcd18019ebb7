"""Parts with a screen: a display and its pixels, a terminal and the last lines of its text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from coursekit.bench.drawing.chips import pads
from coursekit.bench.drawing.shape import PX_PER_MM, Attrs, Box, Point, Shape, State
from coursekit.bench.drawing.svg import fraction, label, number, tag

_GLASS, _LIGHT = "#14161a", "#bfe9ff"


def runs(row: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Return where pixels are lit side by side: (first, how many)."""
    first = None
    for place, pixel in enumerate((*row, 0)):
        if pixel and first is None:
            first = place
        elif not pixel and first is not None:
            yield first, place - first
            first = None


def pixel_path(rows: Sequence[Sequence[int]]) -> str:
    """Return the path of all lit pixels, each one unit large; "" if there are none."""
    return "".join(
        f"M{x} {y}h{count}v1h-{count}z" for y, row in enumerate(rows) for x, count in runs(row)
    )


def ssd1306(attrs: Attrs) -> Shape:
    """Return a display module. State: `pixels`, rows of 0 and 1; `contrast` 0..255."""
    width, height = 27.7 * PX_PER_MM, 22.6 * PX_PER_MM
    left, top, wide = 1.46 * PX_PER_MM, 5.27 * PX_PER_MM, 24.8 * PX_PER_MM
    lines = 32 if str(attrs.get("height", "")) == "32" else 64
    across = {"GND": 10.1, "VCC": 12.6, "SCL": 15.1, "SDA": 17.7}
    pins: dict[str, Point] = {pin: (x * PX_PER_MM, 1.71 * PX_PER_MM) for pin, x in across.items()}
    names = {pin: (x, y + 8.2, "middle") for pin, (x, y) in pins.items()}
    scale = wide / 128

    def draw(state: State) -> str:
        pixels = state.get("pixels") or ()
        path = pixel_path(pixels)
        bright = fraction((state.get("contrast", 255) or 0) / 255)
        move = f"translate({number(left)} {number(top)}) scale({scale:.4f})"
        parts = [
            tag("rect", x=0, y=0, width=width, height=height, rx=3, fill="#0f4d7c"),
            tag("rect", x=1.5, y=16.6, width=width - 3, height=55.2, fill="#000000"),
            tag("rect", x=left, y=top, width=wide, height=lines * scale, fill=_GLASS),
            tag("rect", x=width / 4, y=height - 8, width=width / 2, height=8, fill="#c9a66b"),
            pads(pins, names),
        ]
        if path:
            parts.append(
                tag("path", d=path, fill=_LIGHT, fill_opacity=0.4 + 0.6 * bright, transform=move)
            )
        return "".join(parts)

    return Shape(width, height, pins, Box(0, 1.71 * PX_PER_MM + 3, width, height), draw)


def serial_terminal(attrs: Attrs) -> Shape:
    """Return a screen with a plug of three wires. State: `text`, of which the last lines show."""
    width, height, lines, letters = 120.0, 62.0, 6, 34
    pins: dict[str, Point] = {
        pin: (0.0, 16 + 9.6 * row) for row, pin in enumerate(("TX", "RX", "GND"))
    }

    def draw(state: State) -> str:
        text = "".join(
            c if c.isprintable() or c == "\n" else " " for c in str(state.get("text", ""))
        )
        shown = [line[-letters:] for line in text.rstrip("\n").split("\n")[-lines:]]
        return "".join(
            [
                tag("rect", x=0, y=9, width=24, height=33, rx=2, fill="#2b2e33"),
                *(tag("circle", cx=2.4, cy=y, r=2.2, fill="#d9b25f") for _, y in pins.values()),
                *(
                    label(6, y + 1.7, pin, 5, fill="#ffffff", weight="bold")
                    for pin, (_, y) in pins.items()
                ),
                tag("rect", x=24, y=0, width=width - 24, height=height, rx=4, fill="#8b9096"),
                tag("rect", x=28, y=4, width=width - 32, height=height - 8, rx=2, fill=_GLASS),
                *(
                    label(31, 12.5 + 8 * row, line, 4.2, fill="#c9f2c4")
                    for row, line in enumerate(shown)
                ),
            ]
        )

    return Shape(width, height, pins, Box(0, 0, width, height), draw)
