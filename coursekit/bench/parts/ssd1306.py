"""An OLED display with an SSD1306, `board-ssd1306`: commands and pixels come over I2C.

Attributes: i2cAddress, "0x3c" or "0x3d"; height, "64" or "32" lines. Written from Solomon
Systech's SSD1306 revision 1.1: section 8.1.5 (what goes over I2C), 8.7 (memory), 9 (commands) and
the application note on the charge pump. Its memory holds noise after power-on, as the chip's does.
Not simulated: what scrolling moves. Its channel holds a Frame for each transfer that changes what
is to be seen.
"""

from __future__ import annotations

import random
from typing import TYPE_CHECKING, Any

from coursekit.bench.parts.base import part_type, whole_number
from coursekit.bench.parts.frame import WIDTH, Frame, Panel
from coursekit.bench.parts.i2c_chip import I2CChip

if TYPE_CHECKING:
    from coursekit.bench.bench import Bench
    from coursekit.bench.diagram import PartSpec
    from coursekit.bench.trace import Channel

PAGES = 8
HORIZONTAL, VERTICAL, BY_PAGE = 0, 1, 2

ARGUMENTS: dict[int, int] = {
    0x20: 1,  # memory addressing mode
    0x21: 2,  # column range
    0x22: 2,  # page range
    0x23: 1,  # fade and blink (revision 1.5)
    0x26: 6,  # scroll right
    0x27: 6,  # scroll left
    0x29: 5,  # scroll up and right
    0x2A: 5,  # scroll up and left
    0x81: 1,  # contrast
    0x8D: 1,  # charge pump
    0xA3: 2,  # rows that scroll up
    0xA8: 1,  # multiplex ratio
    0xAD: 1,  # internal current reference (SSD1306B)
    0xD3: 1,  # display offset
    0xD5: 1,  # clock
    0xD6: 1,  # zoom in (revision 1.5)
    0xD9: 1,  # pre-charge period
    0xDA: 1,  # COM pin configuration
    0xDB: 1,  # deselect level
}
"""How many bytes follow a command (table 9-1)."""
_ALONE = {
    *range(0x00, 0x20),  # column, low and high half
    0x2E, 0x2F,  # scrolling off and on
    *range(0x40, 0x80),  # start line
    0xA0, 0xA1,  # columns as they are, or mirrored
    0xA4, 0xA5,  # memory, or all pixels on
    0xA6, 0xA7,  # normal, inverse
    0xAE, 0xAF,  # off, on
    *range(0xB0, 0xB8),  # page
    *range(0xC0, 0xD0),  # direction of the rows; bits 0 to 2 do not count
    0xE3,  # nothing
}  # fmt: skip


@part_type("board-ssd1306")
class Ssd1306(I2CChip):
    """128 by 64 pixels (or by 32) in a memory of eight pages of 128 columns."""

    pins = ("GND", "VCC", "SCL", "SDA")
    needs = (("GND",), ("VCC",), ("SCL",), ("SDA",))
    noun = "display SSD1306"
    pullup_ohms = 4700
    regulated = True

    def __init__(self, spec: PartSpec) -> None:
        super().__init__(spec)
        text = spec.attrs.get("i2cAddress", "0x3c").strip().lower()
        if text not in ("0x3c", "0x3d", "60", "61"):
            raise ValueError(f'i2cAddress must be "0x3c" or "0x3d", not {text!r}.')
        self._address = int(text, 0)
        self._height = whole_number(spec.attrs.get("height", "64"), "height", 32, 64)
        if self._height not in (32, 64):
            raise ValueError(f'height must be "32" or "64", not {self._height}.')
        self._random = random.Random(self.id)
        self._channel: Channel | None = None
        self._arguments: list[int] = []
        self._command = self._missing = 0
        self._dark = Frame(b"", Panel(self._height))
        self._shown = self._dark
        self._reset()

    # -- for people --------------------------------------------------------------------------

    @property
    def frame(self) -> Frame:
        """What the panel shows now."""
        panel = self._panel._replace(lit=self.powered and self._on and self._pump)
        return Frame(bytes(self._memory), panel) if panel.lit else self._dark

    @property
    def memory(self) -> bytes:
        """The chip's memory: page by page, a byte for eight pixels below each other, D0 on top."""
        return bytes(self._memory)

    def state(self) -> dict[str, Any]:
        frame = self.frame
        lit = frame.panel.lit
        return {"pixels": frame.rows() if lit else (), "contrast": self._panel.contrast}

    # -- on the bus --------------------------------------------------------------------------

    def attach(self, bench: Bench) -> None:
        super().attach(bench)
        self._random = random.Random(f"{bench.seed} {self.id}")
        self._channel = bench.trace.channel(self.id, "event")
        self._channel.record(bench.now_us, self._shown)

    def addresses(self) -> tuple[int, ...]:
        return (self._address,)

    def on_power(self, t_us: int) -> None:
        self._reset()

    def on_power_lost(self, t_us: int) -> None:
        self._show(t_us)

    def on_address(self, t_us: int, address: int, *, read: bool) -> bool:
        self._control_next, self._only = True, False
        return True

    def on_write(self, t_us: int, byte: int) -> bool:
        """A control byte, then either one byte (Co = 1) or all that follow (Co = 0) of its kind."""
        if self._control_next:
            self._is_data = bool(byte & 0x40)
            self._only = not byte & 0x80
            self._control_next = False
            return True
        self._control_next = not self._only
        if self._is_data:
            self._put(byte)
        elif self._missing:
            self._arguments.append(byte)
            self._missing -= 1
            if not self._missing:
                self._obey(self._command, self._arguments)
        else:
            self._command, self._arguments = byte, []
            self._missing = ARGUMENTS.get(byte, 0)
            if not self._missing:
                self._obey_alone(byte)
        return True

    def on_read(self, t_us: int) -> int:
        """The status: bit 6 is 1 while the display is off (section 9.2, "Read status register")."""
        return 0x00 if self._on else 0x40

    def on_stop(self, t_us: int) -> None:
        if self._touched:
            self._show(t_us)

    # -- inside ------------------------------------------------------------------------------

    def _reset(self) -> None:
        self._memory = bytearray(self._random.randbytes(PAGES * WIDTH))
        self._panel = Panel(self._height)
        self._on = self._pump = self._mirrored = self.scrolling = False
        self._mode = BY_PAGE
        self._columns, self._pages = (0, WIDTH - 1), (0, PAGES - 1)
        self._column = self._page = 0
        self._command, self._missing, self._arguments = 0, 0, []
        self._control_next, self._only, self._is_data = True, False, False
        self._touched = True

    def _show(self, t_us: int) -> None:
        self._touched = False
        frame = self.frame
        if frame != self._shown:
            self._shown = frame
            if self._channel is not None:
                self._channel.record(t_us, frame)

    def _put(self, byte: int) -> None:
        """Eight pixels into the memory; the pointers move on (section 10.1.3)."""
        column = WIDTH - 1 - self._column if self._mirrored else self._column
        self._memory[self._page * WIDTH + column] = byte
        self._touched = True
        if self._mode == BY_PAGE:
            self._column = (self._column + 1) % WIDTH
        elif self._mode == HORIZONTAL:
            if self._next_column():
                self._next_page()
        elif self._next_page():
            self._next_column()

    def _next_column(self) -> bool:
        """Move on in the range; returns whether it began anew."""
        first, last = self._columns
        ended = self._column == last
        self._column = first if ended else (self._column + 1) % WIDTH
        return ended

    def _next_page(self) -> bool:
        first, last = self._pages
        ended = self._page == last
        self._page = first if ended else (self._page + 1) % PAGES
        return ended

    def _set(self, **settings: Any) -> None:
        self._panel = self._panel._replace(**settings)
        self._touched = True

    def _obey_alone(self, command: int) -> None:
        """A command of one byte.

        The sheet gives 0x00..0x1F and 0xB0..0xB7 for page addressing only; the chip moves its
        pointers in every mode, and drivers count on it.
        """
        match command:
            case _ if command < 0x10:
                self._column = self._column & 0x70 | command
            case _ if command < 0x20:
                self._column = (command & 0x07) << 4 | self._column & 0x0F
            case 0x2E | 0x2F:
                self.scrolling = bool(command & 1)
            case _ if 0x40 <= command < 0x80:
                self._set(start_line=command & 0x3F)
            case 0xA0 | 0xA1:
                self._mirrored = bool(command & 1)  # for what is written from now on
            case 0xA4 | 0xA5:
                self._set(all_on=bool(command & 1))
            case 0xA6 | 0xA7:
                self._set(inverse=bool(command & 1))
            case 0xAE | 0xAF:
                self._on = bool(command & 1)
                self._touched = True
            case _ if 0xB0 <= command < 0xB8:
                self._page = command & 7
            case _ if 0xC0 <= command < 0xD0:
                self._set(upward=bool(command & 8))
            case _ if command not in _ALONE and self._bench is not None:
                self.bench.fault(
                    "unknown command",
                    self.id,
                    f"{self.id} got the command 0x{command:02x}, which an SSD1306 does not have. "
                    "Look at the bytes before it: one that is missing or too many shifts the rest.",
                )

    def _obey(self, command: int, arguments: list[int]) -> None:
        """A command with all its arguments; what it does not have to know is let go."""
        first = arguments[0]
        match command:
            case 0x20 if first & 3 != 3:
                self._mode = first & 3
            case 0x21:
                self._columns = first & 0x7F, arguments[1] & 0x7F
                if self._mode != BY_PAGE:
                    self._column = self._columns[0]
            case 0x22:
                self._pages = first & 7, arguments[1] & 7
                if self._mode != BY_PAGE:
                    self._page = self._pages[0]
            case 0x81:
                self._set(contrast=first)
            case 0x8D:
                self._pump = bool(first & 4)
                self._touched = True
            case 0xA8 if first & 0x3F >= 15:
                self._set(last_row=first & 0x3F)
            case 0xD3:
                self._set(offset=first & 0x3F)
            case 0xDA:
                self._set(com_pins=first & 0x30)
