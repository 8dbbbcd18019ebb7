"""What a drawn part is: a box with named pins, and where it lands on the picture.

Sizes and pin positions are in CSS pixels at 96 per inch, as in a `diagram.json`.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from coursekit.bench.drawing.svg import number

Point = tuple[float, float]
Attrs = Mapping[str, Any]
State = Mapping[str, Any]

PX_PER_MM = 96 / 25.4


@dataclass(frozen=True)
class Box:
    """An upright rectangle."""

    left: float
    top: float
    right: float
    bottom: float

    def grown(self, by: float) -> Box:
        return Box(self.left - by, self.top - by, self.right + by, self.bottom + by)

    def union(self, other: Box) -> Box:
        return Box(
            min(self.left, other.left),
            min(self.top, other.top),
            max(self.right, other.right),
            max(self.bottom, other.bottom),
        )

    def overlap(self, other: Box) -> float:
        """Return the shared area."""
        width = min(self.right, other.right) - max(self.left, other.left)
        height = min(self.bottom, other.bottom) - max(self.top, other.top)
        return width * height if width > 0 and height > 0 else 0.0

    def touches(self, a: Point, b: Point) -> bool:
        """Tell whether the upright or level line from a to b passes through the inside."""
        return (
            min(a[0], b[0]) < self.right
            and max(a[0], b[0]) > self.left
            and min(a[1], b[1]) < self.bottom
            and max(a[1], b[1]) > self.top
        )


def around(points: list[Point]) -> Box:
    """Return the smallest box that holds the points."""
    xs, ys = [x for x, _ in points], [y for _, y in points]
    return Box(min(xs), min(ys), max(xs), max(ys))


@dataclass(frozen=True)
class Shape:
    """How one type of part looks.

    `width` and `height` are those of Wokwi's element (a part turns around their middle); `body`
    is the part of it that wires and captions should keep clear of, legs not included.
    `draw(state)` returns the markup. `value` is shown after the id in the caption.
    """

    width: float
    height: float
    pins: Mapping[str, Point]
    body: Box
    draw: Callable[[State], str]
    value: str = ""
    captioned: bool = True
    onboard_led: bool = False
    aliases: Mapping[str, str] = field(default_factory=dict)

    def find_pin(self, name: str) -> str | None:
        """Return the drawn pin for a name in the file; "GND" is the first of "GND.1", ..."""
        if name in self.pins:
            return name
        if name in self.aliases:
            return self.aliases[name]
        return next((pin for pin in self.pins if pin.split(".")[0] == name), None)


@dataclass(frozen=True)
class Placed:
    """A shape at its place on the picture."""

    part_id: str
    shape: Shape
    left: float
    top: float
    rotate: float

    def point(self, x: float, y: float) -> Point:
        """Return where a point of the shape is on the picture."""
        middle_x, middle_y = self.shape.width / 2, self.shape.height / 2
        angle = math.radians(self.rotate)
        dx, dy = x - middle_x, y - middle_y
        return (
            self.left + middle_x + dx * math.cos(angle) - dy * math.sin(angle),
            self.top + middle_y + dx * math.sin(angle) + dy * math.cos(angle),
        )

    def pin(self, name: str) -> Point | None:
        """Return where a pin is on the picture; None if the part has no such pin."""
        found = self.shape.find_pin(name)
        return None if found is None else self.point(*self.shape.pins[found])

    @property
    def body(self) -> Box:
        b = self.shape.body
        corners = [(b.left, b.top), (b.right, b.top), (b.left, b.bottom), (b.right, b.bottom)]
        return around([self.point(x, y) for x, y in corners])

    @property
    def extent(self) -> Box:
        """The body and every pin."""
        pins = [self.point(x, y) for x, y in self.shape.pins.values()]
        return self.body.union(around(pins)) if pins else self.body

    def outward(self, pin: str) -> Point:
        """Return the direction (a unit step) in which a wire leaves the body at a pin."""
        at = self.pin(pin)
        body = self.body
        if at is None:
            return (0.0, -1.0)
        gaps = {
            (-1.0, 0.0): at[0] - body.left,
            (1.0, 0.0): body.right - at[0],
            (0.0, -1.0): at[1] - body.top,
            (0.0, 1.0): body.bottom - at[1],
        }
        return min(gaps, key=lambda direction: gaps[direction])

    @property
    def transform(self) -> str:
        move = f"translate({number(self.left)} {number(self.top)})"
        if self.rotate % 360 == 0:
            return move
        middle = f"{number(self.shape.width / 2)} {number(self.shape.height / 2)}"
        return f"{move} rotate({number(self.rotate)} {middle})"
