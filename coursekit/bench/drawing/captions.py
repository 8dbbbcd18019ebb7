"""Where the parts' names go: beside each part, at the side where they cover least."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from coursekit.bench.drawing.shape import Box, Placed, Point
from coursekit.bench.drawing.svg import label, text_width
from coursekit.bench.drawing.wires import segments

_SIZE = 8.5


@dataclass(frozen=True)
class Caption:
    """A part's name and where it stands."""

    text: str
    box: Box

    def draw(self) -> str:
        middle = (self.box.left + self.box.right) / 2
        return label(
            middle,
            self.box.bottom - 2.4,
            self.text,
            _SIZE,
            anchor="middle",
            weight="600",
            halo=True,
        )


def _places(body: Box, extent: Box, width: float, height: float) -> list[Box]:
    """Return the boxes worth trying, the most usual first."""
    middle_x, middle_y = (body.left + body.right) / 2, (body.top + body.bottom) / 2
    tops = [body.bottom + 2, body.top - 2 - height, extent.bottom + 3, extent.top - 3 - height]
    lefts = [body.right + 4, body.left - 4 - width]
    shifts = (0.0, -0.35, 0.35)
    found = [
        Box(x - width / 2, top, x + width / 2, top + height)
        for shift in shifts
        for x in (middle_x + shift * (body.right - body.left + width) / 1.4,)
        for top in tops
    ]
    found += [
        Box(left, y - height / 2, left + width, y + height / 2)
        for shift in shifts
        for y in (middle_y + shift * (body.bottom - body.top),)
        for left in lefts
    ]
    return found


def place_captions(parts: Sequence[Placed], wires: Sequence[Sequence[Point]]) -> list[Caption]:
    """Return the captions of all parts, each where it hides no part, wire or other caption."""
    stretches = [stretch for wire in wires for stretch in segments(wire)]
    captions: list[Caption] = []
    for part in parts:
        if not part.shape.captioned:
            continue
        text = f"{part.part_id} {part.shape.value}".strip()
        width, height = text_width(text, _SIZE), _SIZE * 1.25

        def cost(place: tuple[int, Box], part: Placed = part) -> float:
            rank, box = place
            roomy = box.grown(1.5)
            return (
                rank
                + sum(60.0 for stretch in stretches if roomy.touches(*stretch))
                + sum(2.0 * box.overlap(other.body) for other in parts)
                + sum(3.0 * box.overlap(other.box) for other in captions)
            )

        places = _places(part.body, part.extent, width, height)
        captions.append(Caption(text, min(enumerate(places), key=cost)[1]))
    return captions
