"""Driver for EEPROMs of the kind 24C01 to 24C512: 128 bytes to 64 kB that stay without a supply.

Up to 24C16 an address is one byte and the higher bits are in the chip's own address; from 24C32 on
it is two bytes.
"""

import errno
import time

from machine import I2C
from micropython import const

# The longest that a chip is away to write, 10 ms in the slowest data sheets, and some patience.
_WRITE_MS = const(20)
_SMALL = const(16)  # kilobits; a 24C16 is the last with addresses of one byte
# What is read at once: the small ones have a bus address for each block, and an rp2 ends transfers
# that take longer than 50 ms.
_BLOCK = const(256)


class EEPROM:
    """A 24Cxx: `ee.read(start, count)`, `ee.write(start, data)`, `len(ee)`.

    kbits: the number in its name, 1 to 512: 32 for a 24C32, which has 4 kB. addr: 0x50 to 0x57, by
    the pins A0 to A2. page: how many bytes are written at once; as a rule it follows from kbits.
    Raises OSError if nothing answers.
    """

    def __init__(self, i2c: I2C, addr: int = 0x50, kbits: int = 32, page: int = 0) -> None:
        if kbits not in (1, 2, 4, 8, 16, 32, 64, 128, 256, 512):
            raise ValueError("kbits must be the number of a 24Cxx: 1, 2, 4 ... 512")
        self._i2c = i2c
        self._addr = addr
        self._kbits = kbits
        self._page = page or _page_of(kbits)
        self._size = kbits * 128
        self._one = bytearray(1)
        self._kept = bytearray(self._page)
        try:
            i2c.readfrom_into(addr, self._one)
        except OSError as error:
            raise OSError(
                error.errno,
                f"no EEPROM at 0x{addr:02x}: check VCC, GND, SDA, SCL and A0 to A2, which make the "
                "address; i2c.scan() lists who answers",
            ) from None

    def __len__(self) -> int:
        return self._size

    def read(self, start: int, count: int) -> bytes:
        """`count` bytes from `start` on."""
        buf = bytearray(count)
        self.readinto(start, buf)
        return bytes(buf)

    def readinto(self, start: int, buf: bytearray | memoryview) -> None:
        """Fill `buf` with what is there from `start` on.

        Allocates nothing where it does not read over a border of 256 bytes.
        """
        count = len(buf)
        self._check(start, count)
        if not count:
            return
        if start // _BLOCK == (start + count - 1) // _BLOCK:
            self._read_block(start, buf)
            return
        view = memoryview(buf)
        done = 0
        while done < count:
            step = min(_BLOCK - (start + done) % _BLOCK, count - done)
            self._read_block(start + done, view[done : done + step])
            done += step

    def write(self, start: int, data: bytes | bytearray | memoryview) -> None:
        """Write `data` from `start` on, page by page, each in 5 to 10 ms, and read it again.

        Raises OSError if it has not been kept: the pin WP is high, or the page is too large.
        """
        self._check(start, len(data))
        view = memoryview(data)
        done = 0
        while done < len(view):
            step = min(self._page - (start + done) % self._page, len(view) - done)
            self._write_page(start + done, view[done : done + step])
            done += step

    def _write_page(self, start: int, part: memoryview) -> None:
        if self._kbits > _SMALL:
            self._i2c.writeto_mem(self._addr, start, part, addrsize=16)
        else:
            self._i2c.writeto_mem(self._addr | start >> 8, start & 0xFF, part)
        self._wait()
        kept = memoryview(self._kept)[: len(part)]
        self.readinto(start, kept)
        if kept != part:
            raise OSError(
                errno.EIO,
                f"the EEPROM at 0x{self._addr:02x} has not kept what was written to {start}: "
                "connect its pin WP to GND, and check kbits and page",
            )

    def _wait(self) -> None:
        """The chip does not answer as long as it writes."""
        began = time.ticks_ms()
        while True:
            try:
                self._i2c.readfrom_into(self._addr, self._one)
                return
            except OSError as error:
                if time.ticks_diff(time.ticks_ms(), began) > _WRITE_MS:
                    raise OSError(
                        error.errno,
                        f"the EEPROM at 0x{self._addr:02x} does not come back from writing: "
                        "check its supply",
                    ) from None

    def _read_block(self, start: int, buf: bytearray | memoryview) -> None:
        if self._kbits > _SMALL:
            self._i2c.readfrom_mem_into(self._addr, start, buf, addrsize=16)
        else:
            self._i2c.readfrom_mem_into(self._addr | start >> 8, start & 0xFF, buf)

    def _check(self, start: int, count: int) -> None:
        if start < 0 or start + count > self._size:
            raise ValueError(f"a 24C{self._kbits:02d} has the bytes 0 to {self._size - 1}")


def _page_of(kbits: int) -> int:
    if kbits <= 2:
        return 8
    if kbits <= 16:
        return 16
    if kbits <= 64:
        return 32
    return 64 if kbits <= 256 else 128
