"""What an SSD1306's panel shows: its memory, seen through the settings of its rows and columns.

Apart from the chip because a frame outlives what comes after it: the trace keeps frames. Source:
Solomon Systech SSD1306 revision 1.1, sections 8.7 and 10.1, tables 10-1 to 10-3.
"""

from __future__ import annotations

import struct
import sys
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

WIDTH = 128
LINES = 64
"""Rows of the memory, whatever the panel's height."""

_BIT = [bytes(byte >> bit & 1 for byte in range(256)) for bit in range(8)]
_OTHER = bytes([1, 0]).ljust(256)


class Panel(NamedTuple):
    """The settings that decide which bit of the memory lights which pixel."""

    height: int = 64
    lit: bool = False
    """Whether the display is on and its charge pump gives it a voltage."""
    contrast: int = 0x7F
    start_line: int = 0
    offset: int = 0
    last_row: int = 63
    """One less than the multiplex ratio."""
    upward: bool = False
    """Whether rows are scanned from the last COM pin to the first."""
    com_pins: int = 0x12
    inverse: bool = False
    all_on: bool = False

    def memory_row(self, y: int) -> int | None:
        """The row of the memory that line `y` shows, 0 at the top; None for one not driven.

        On these modules the top line is wired to the last COM pin. A panel of 64 lines takes the
        pads of both sides in turn, one of 32 those of one side; what the chip puts on the pads
        is its COM pin configuration. So one that is meant for the other panel tears lines apart.
        """
        line = self.height - 1 - y
        side, pad = (line & 1, line >> 1) if self.height == LINES else (0, line)
        side ^= self.com_pins >> 5 & 1
        com = 2 * pad + side if self.com_pins & 0x10 else 32 * side + pad
        shift = self.last_row - com if self.upward else com
        row = (shift + self.offset) % LINES
        return (self.start_line + row) % LINES if row <= self.last_row else None


@dataclass(frozen=True, slots=True)
class Frame:
    """One picture. `memory` is that of the chip, eight pages of 128 segments; b"" when dark."""

    memory: bytes
    panel: Panel

    def rows(self) -> tuple[bytes, ...]:
        """Line by line from the top, a byte for each pixel from the left: 1 is lit."""
        panel, dark = self.panel, bytes(WIDTH)
        if not self.memory or not panel.lit:
            return (dark,) * panel.height
        lines = []
        for y in range(panel.height):
            row = panel.memory_row(y)
            if row is None:
                lines.append(dark)
            elif panel.all_on:
                lines.append(b"\1" * WIDTH)
            else:
                page = self.memory[WIDTH * (row >> 3) : WIDTH * (row >> 3) + WIDTH]
                line = page.translate(_BIT[row & 7])[::-1]  # the last segment is on the left
                lines.append(line.translate(_OTHER) if panel.inverse else line)
        return tuple(lines)

    @property
    def lit_pixels(self) -> int:
        """How many pixels give light."""
        return sum(map(sum, self.rows()))

    def array(self) -> NDArray[np.uint8]:
        """The picture as an array of shape (height, 128), 1 for a pixel that is lit."""
        import numpy as np

        data = np.frombuffer(b"".join(self.rows()), dtype=np.uint8)
        return data.reshape(self.panel.height, WIDTH).copy()

    def png(self, scale: int = 4) -> bytes:
        """The picture as a PNG file, each pixel `scale` by `scale` large (PNG, 2nd edition)."""
        lines = bytearray()
        for row in self.rows():
            wide = bytes(255 * pixel for pixel in row for _ in range(scale))
            lines += (b"\0" + wide) * scale
        header = struct.pack(">IIBBBBB", WIDTH * scale, self.panel.height * scale, 8, 0, 0, 0, 0)
        chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(bytes(lines))), (b"IEND", b""))
        return b"\x89PNG\r\n\x1a\n" + b"".join(
            struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))
            for name, body in chunks
        )

    def _repr_png_(self) -> bytes:
        return self.png()

    def __str__(self) -> str:
        count = self.lit_pixels
        return f"{count} pixels" if count else "dark"

    def __sizeof__(self) -> int:
        return object.__sizeof__(self) + sys.getsizeof(self.memory) + sys.getsizeof(self.panel)
