"""The wiring picture of a lesson, drawn as SVG from its `diagram.json`.

One picture for two uses: how to wire the parts, and with `state` how the bench is right now.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING, Any

from coursekit.bench.diagram import ONBOARD_LED_ID
from coursekit.bench.drawing import svg, wires
from coursekit.bench.drawing.captions import place_captions
from coursekit.bench.drawing.catalogue import shape_of
from coursekit.bench.drawing.shape import Box, Placed, Point, around
from coursekit.bench.drawing.svg import CARD, FONT, number, plain, safe_colour, tag
from coursekit.bench.drawing.words import describe, split_pin, wiring_rows

if TYPE_CHECKING:
    from coursekit.bench.diagram import Connection, Diagram

__all__ = ["BenchState", "WiringPicture", "describe", "wiring_svg"]

BenchState = Mapping[str, Mapping[str, Any]]
"""What the parts show now, by part id; each part reads the keys it knows:
LED `brightness` 0..1; RGB LED `rgb` (three of 0..1); NeoPixels `pixels` (rows of 0..255);
push button `pressed`; slide switch `position` 1 or 3; potentiometer `value` 0..1;
buzzer `on` or `frequency_hz`; servo `angle` in degrees; a sensor what it feels, as
`temperature_c`; display `pixels`, rows of 0 and 1, and `contrast`; clock `time`; memory chip
`used`. "LED" is the board's own LED.
That is what `{part_id: part.state() for part_id, part in bench.parts.items()}` holds."""

_MARGIN = 16.0
_COMFORTABLE_PX = 660.0
_SCALE = (1.0, 2.2)


@dataclass(frozen=True)
class _Wire:
    points: list[Point]
    colour: str
    loose: Point | None
    """Where it hangs in the air: the file names a pin that the part does not have."""


def _place(diagram: Diagram) -> dict[str, Placed]:
    used: dict[str, list[str]] = {part.id: [] for part in diagram.parts}
    for wire in diagram.connections:
        for part_id, pin in (split_pin(wire.source), split_pin(wire.target)):
            if part_id in used and pin not in used[part_id]:
                used[part_id].append(pin)
    placed = {}
    for part in diagram.parts:
        if part.hide:
            continue
        shape = shape_of(part.type, part.attrs, used[part.id])
        placed[part.id] = Placed(part.id, shape, part.left, part.top, part.rotate)
    return placed


def _end(placed: Mapping[str, Placed], text: str) -> tuple[Point, Point, bool] | None:
    """Return where a wire's end is, which way it leaves, and whether the pin exists."""
    part_id, pin = split_pin(text)
    part = placed.get(part_id)
    if part is None:
        return None
    at = part.pin(pin)
    if at is not None:
        return at, part.outward(pin), True
    body = part.body
    return ((body.left + body.right) / 2, body.top), (0.0, -1.0), False


def _route(placed: Mapping[str, Placed], connections: Sequence[Connection]) -> list[_Wire]:
    """Return the wires in the order of the file, those with a given way routed first."""
    bodies = [part.body for part in placed.values()]
    found: dict[int, _Wire] = {}
    laid: list[wires.Segment] = []
    order = sorted(range(len(connections)), key=lambda index: not connections[index].route)
    for index in order:
        wire = connections[index]
        source, target = _end(placed, wire.source), _end(placed, wire.target)
        # Wokwi hides a wire without a colour; a part id like "$serialMonitor" is not on the table.
        if source is None or target is None or not wire.colour:
            continue
        if wire.route:
            points = wires.instructed(source[0], target[0], wire.route)
        else:
            points = wires.automatic(*source[:2], *target[:2], bodies, laid)
        laid += wires.segments(points)
        loose = source[0] if not source[2] else target[0] if not target[2] else None
        found[index] = _Wire(points, safe_colour(wire.colour), loose)
    return [found[index] for index in sorted(found)]


def _draw_wire(wire: _Wire) -> str:
    path = wires.rounded_path(wire.points)
    ends = "".join(
        tag("circle", cx=x, cy=y, r=2.1, fill=wire.colour, stroke="#000000", stroke_opacity=0.45,
            stroke_width=0.6)
        for x, y in (wire.points[0], wire.points[-1])
    )  # fmt: skip
    loose = ""
    if wire.loose is not None:
        x, y = wire.loose
        loose = tag("circle", cx=x, cy=y, r=6, fill="none", stroke="#d62a1d", stroke_width=2)
        loose += svg.label(x + 8, y - 3, "no such pin", 7, fill="#b3170c", halo=True)
    lines = "".join(
        tag("path", d=path, stroke=colour, stroke_width=width, stroke_opacity=opacity)
        for colour, width, opacity in (
            (CARD, 5.0, None),
            ("#000000", 3.1, 0.4),
            (wire.colour, 2.2, None),
        )
    )
    return tag("g", lines, fill="none", stroke_linejoin="round", stroke_linecap="round") + (
        ends + loose
    )


def _draw_part(part: Placed, state: BenchState, words: str) -> str:
    title = tag("title", plain(words)) if words else ""
    own = state.get(part.part_id, {})
    if part.shape.onboard_led:
        own = {"led": state.get(ONBOARD_LED_ID, {}).get("brightness")} | dict(own)
    drawing = part.shape.draw(own)
    return tag("g", title, drawing, transform=part.transform, data_part=part.part_id)


def wiring_svg(
    diagram: Diagram, state: BenchState | None = None, width_px: float | None = None
) -> str:
    """Return the wiring as one SVG element with its own light card and alternative text.

    `state` shows the bench as it is now (see `BenchState`). Without `width_px` the picture is
    scaled to about 660 px, a notebook's column, but never so far that a small one looks coarse.
    A pin that a part does not have is marked in the picture, not raised: `Bench.faults` says it.
    """
    placed = _place(diagram)
    laid = _route(placed, diagram.connections)
    captions = place_captions(list(placed.values()), [wire.points for wire in laid])
    boxes = [part.extent for part in placed.values()] + [caption.box for caption in captions]
    boxes += [around(wire.points) for wire in laid]
    frame = boxes[0] if boxes else Box(0, 0, 200, 100)
    for box in boxes[1:]:
        frame = frame.union(box)
    frame = frame.grown(_MARGIN)
    width, height = frame.right - frame.left, frame.bottom - frame.top
    scale = min(_SCALE[1], max(_SCALE[0], _COMFORTABLE_PX / width))
    shown_width = width_px if width_px is not None else width * scale
    words = describe(diagram)
    by_part = {line.split(" ", 1)[0]: line for line in words.splitlines()[1:]}
    state = state or {}
    return tag(
        "svg",
        tag("title", "Wiring picture"),
        tag("desc", plain(words)),
        tag("rect", x=frame.left + 0.5, y=frame.top + 0.5, width=width - 1, height=height - 1,
            rx=10, fill=CARD, stroke="#d8d4c8"),
        *(_draw_part(p, state, by_part.get(p.part_id, "")) for p in placed.values()),
        *(_draw_wire(wire) for wire in laid),
        *(caption.draw() for caption in captions),
        xmlns="http://www.w3.org/2000/svg",
        viewBox=" ".join(number(v) for v in (frame.left, frame.top, width, height)),
        width=round(shown_width),
        height=round(shown_width * height / width),
        style="max-width:100%;height:auto",
        font_family=FONT,
        role="img",
        aria_label=words.replace("\n", " "),
    )  # fmt: skip


@dataclass(frozen=True)
class WiringPicture:
    """The wiring as a notebook shows it: the picture, and folded under it a table in words."""

    diagram: Diagram
    state: BenchState | None = None
    width_px: float | None = None

    def _repr_svg_(self) -> str:
        return wiring_svg(self.diagram, self.state, self.width_px)

    def _repr_html_(self) -> str:
        # Jupyter puts an SVG output into an <img> without alternative text; inside HTML the
        # picture keeps its words and its hover texts.
        cells = "".join(
            f"<tr><th scope='row'>{escape(row.part_id)}</th><td>{escape(row.what)}</td>"
            f"<td>{escape(row.pin)}</td><td>{escape(row.leads_to or 'nothing')}</td></tr>"
            for row in wiring_rows(self.diagram)
        )
        table = (
            "<details><summary>The wiring in words</summary><table><thead><tr>"
            "<th scope='col'>part</th><th scope='col'>what</th><th scope='col'>pin</th>"
            f"<th scope='col'>goes to</th></tr></thead><tbody>{cells}</tbody></table></details>"
        )
        return f"<div>{self._repr_svg_()}{table}</div>"

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, str]:
        return {
            "text/html": self._repr_html_(),
            "image/svg+xml": self._repr_svg_(),
            "text/plain": describe(self.diagram),
        }
