"""Reads the letters that a display shows, so that a check can speak of text and not of pixels.

The letters are those of MicroPython's own `framebuf`, which draws them for us once; so whatever
`text()` has drawn can be read again, at any place.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from itertools import islice, pairwise, product
from typing import NamedTuple

SIZE = 8
"""Pixels of a letter, both ways."""
_FIRST, _LAST = 0x20, 0x7E
_MOST_TRIED = 10_000
_DRAW = f"""
import framebuf
_count = {_LAST - _FIRST + 1}
_drawn = bytearray({SIZE} * _count)
_frame = framebuf.FrameBuffer(_drawn, {SIZE} * _count, {SIZE}, framebuf.MONO_HLSB)
_frame.text("".join(chr({_FIRST} + n) for n in range(_count)), 0, 0, 1)
"""


class Line(NamedTuple):
    """Letters in a row. `lit` counts their pixels; `y` is that of their upper edge."""

    y: int
    text: str
    lit: int


def is_shown(rows: Sequence[bytes], text: str) -> bool:
    """Whether a picture shows these lines of text, from the top, and nothing else.

    rows: a byte for each pixel, 1 where it is lit. Spaces around a line make no difference.
    """
    wanted = [line.strip() for line in text.split("\n") if line.strip()]
    found = possible_lines(rows)
    total = sum(map(sum, rows))
    choices = [[line for line in found if line.text == words] for words in wanted]
    return any(
        sum(line.lit for line in chosen) == total
        and all(a.y + SIZE <= b.y for a, b in pairwise(chosen))
        for chosen in islice(product(*choices), _MOST_TRIED)
    )


def best_lines(rows: Sequence[bytes]) -> list[str]:
    """The lines of text in a picture, from the top, those first that explain most of it."""
    taken: list[Line] = []
    for line in sorted(possible_lines(rows), key=lambda line: -line.lit):
        if all(abs(line.y - other.y) >= SIZE for other in taken):
            taken.append(line)
    return [line.text for line in sorted(taken)]


def possible_lines(rows: Sequence[bytes]) -> list[Line]:
    """All that can be read as a line. A dash that moves down is an underscore: both are there."""
    letters = _letters()
    numbers = [int.from_bytes(_packed(row), "big") for row in rows]
    width = len(rows[0]) if rows else 0
    found = []
    for y in range(len(rows) - SIZE + 1):
        band = numbers[y : y + SIZE]
        if not any(band):
            continue
        for phase in range(SIZE):
            shifts = [width - SIZE - x for x in range(phase, width - SIZE + 1, SIZE)]
            cells = [bytes(row >> shift & 0xFF for row in band) for shift in shifts]
            text = "".join(letters.get(cell, "\0") for cell in cells).strip()
            if text and "\0" not in text:
                lit = sum(byte.bit_count() for cell in cells for byte in cell)
                found.append(Line(y, text, lit))
    return found


def _packed(row: bytes) -> bytes:
    """Eight pixels in each byte, the left one in bit 7."""
    return int(row.translate(_DIGITS), 2).to_bytes(len(row) // 8, "big")


_DIGITS = bytes.maketrans(b"\0\1", b"01")


@cache
def _letters() -> dict[bytes, str]:
    """What letter eight rows of eight pixels are."""
    from coursekit.boards.virtual.board import VirtualBoard

    with VirtualBoard(fast_forward=True) as pristine:
        pristine.exec(_DRAW)
        drawn = pristine.eval("bytes(_drawn)")
    assert isinstance(drawn, bytes)
    count = _LAST - _FIRST + 1
    return {drawn[number::count]: chr(_FIRST + number) for number in range(count)}
