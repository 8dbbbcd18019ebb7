"""Driver for displays with an SSD1306 (Solomon Systech): 128 x 64 or 128 x 32 points on I2C.

The class is called and used as the one of micropython-lib, so that programs for that run here too.
"""

import framebuf
from machine import I2C
from micropython import const

_COMMANDS = const(0x00)
_DATA = const(0x40)
_CONTRAST = const(0x81)
_NORMAL = const(0xA6)
_OFF = const(0xAE)
_ON = const(0xAF)
_SEGMENTS = const(0xA0)
_ROWS = const(0xC0)

_START = (
    b"\x00\xae"  # commands; off
    b"\x20\x00"  # fill along a page, then the next
    b"\x40"  # the memory's first line is the uppermost
    b"\xd3\x00"  # not shifted
    b"\xd5\x80"  # clock
    b"\xdb\x30"  # level of rows that are not on
    b"\xa4"  # shows the memory
)


class SSD1306_I2C(framebuf.FrameBuffer):
    """A display: draw with the methods of `framebuf.FrameBuffer`, then `show()`.

    width, height: in points. addr: 0x3c or 0x3d. external_vcc: True where the panel has a supply of
    its own (hardly any module). Raises OSError if nothing answers.
    """

    def __init__(
        self, width: int, height: int, i2c: I2C, addr: int = 0x3C, external_vcc: bool = False
    ) -> None:
        if not (0 < width <= 128 and height in (16, 32, 48, 64)):
            raise ValueError("the display must be up to 128 points wide, and 16, 32, 48 or 64 high")
        self.width = width
        self.height = height
        self._i2c = i2c
        self._addr = addr
        # A message for each page, that is eight lines: a byte that says "data", then the points.
        # All 64 lines in one would take longer at 100 kHz than an rp2's I2C waits.
        pages = height // 8
        messages = memoryview(bytearray(pages * (width + 1) + 1))
        self._pages = [messages[i * (width + 1) : (i + 1) * (width + 1)] for i in range(pages)]
        for message in self._pages:
            message[0] = _DATA
        super().__init__(messages[1:], width, height, framebuf.MONO_VLSB, width + 1)
        self._two = bytearray(2)
        self._three = bytearray(3)
        # Narrow panels hang in the middle of the chip's 128 columns.
        first = (128 - width) // 2
        # Where the points go, before each picture: columns and pages, from the first to the last.
        self._window = bytes((_COMMANDS, 0x21, first, first + width - 1, 0x22, 0, height // 8 - 1))
        panel = (0xA8, height - 1, 0xDA, 0x02 if width > 2 * height else 0x12)
        supply = (0xD9, 0x22, 0x8D, 0x10) if external_vcc else (0xD9, 0xF1, 0x8D, 0x14)
        try:
            i2c.writeto(addr, _START + bytes(panel + supply))
        except OSError as error:
            raise OSError(
                error.errno,
                f"no display at 0x{addr:02x}: check VCC, GND, SDA, SCL; i2c.scan() lists who "
                "answers",
            ) from None
        self.rotate(False)
        self.invert(False)
        self.contrast(255)
        self.fill(0)
        self.show()
        self.poweron()

    def show(self) -> None:
        """Send what was drawn: 23 ms for 128 x 64 points at 400 kHz. Allocates nothing."""
        self._i2c.writeto(self._addr, self._window)
        for message in self._pages:
            self._i2c.writeto(self._addr, message)

    def poweron(self) -> None:
        """Light up again, with what was sent last."""
        self.write_cmd(_ON)

    def poweroff(self) -> None:
        """Go dark; the memory stays."""
        self.write_cmd(_OFF)

    def contrast(self, contrast: int) -> None:
        """How bright it is, 0 to 255."""
        self._three[0] = _COMMANDS
        self._three[1] = _CONTRAST
        self._three[2] = contrast
        self._i2c.writeto(self._addr, self._three)

    def invert(self, invert: bool) -> None:
        """Light points dark and dark ones light."""
        self.write_cmd(_NORMAL | (1 if invert else 0))

    def rotate(self, rotate: bool) -> None:
        """Turn the picture upside down; columns follow with the next `show()`."""
        self.write_cmd(_ROWS | (0 if rotate else 8))
        self.write_cmd(_SEGMENTS | (0 if rotate else 1))

    def write_cmd(self, command: int) -> None:
        """Send a command of one byte."""
        self._two[0] = _COMMANDS
        self._two[1] = command
        self._i2c.writeto(self._addr, self._two)
