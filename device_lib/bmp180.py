"""Driver for the BMP180 (Bosch), which measures air pressure and temperature.

Numbers in brackets are sections of its data sheet, BST-BMP180-DS000.
"""

import struct
import time

from machine import I2C
from micropython import const

_CALIBRATION = const(0xAA)
_ID = const(0xD0)
_CTRL_MEAS = const(0xF4)
_OUT = const(0xF6)
_CHIP_ID = const(0x55)
_TEMPERATURE = const(0x2E)
_PRESSURE = const(0x34)

# The longest that a conversion takes, in milliseconds [3.3]; the temperature's is the first.
_WAIT_MS = b"\x05\x08\x0e\x1a"
# (2**31 - 1) // (50000 >> oversampling)
_DOUBLED_UP_TO = (42949, 85899, 171798, 343597)


class BMP180:
    """A BMP180: `bmp.measure()`, then `bmp.temperature()` and `bmp.pressure()`.

    oversampling: 0 to 3, for 1, 2, 4 or 8 samples of the pressure: 5 ms to 26 ms, and less noise.
    Raises OSError if nothing answers, RuntimeError if it is no BMP180.
    """

    def __init__(self, i2c: I2C, addr: int = 0x77, oversampling: int = 0) -> None:
        if not 0 <= oversampling <= 3:
            raise ValueError("oversampling must be 0, 1, 2 or 3")
        self._i2c = i2c
        self._addr = addr
        self._oversampling = oversampling
        self._command = bytearray(2)
        self._out = bytearray(3)
        self.decicelsius = 0
        self.pascal = 0
        words = bytearray(22)
        try:
            i2c.readfrom_mem_into(addr, _ID, self._out)
            i2c.readfrom_mem_into(addr, _CALIBRATION, words)
        except OSError as error:
            raise OSError(
                error.errno,
                f"no BMP180 at 0x{addr:02x}: check VCC, GND, SDA, SCL; i2c.scan() lists who "
                "answers",
            ) from None
        if self._out[0] != _CHIP_ID:
            raise RuntimeError(
                f"the chip at 0x{addr:02x} has the id 0x{self._out[0]:02x}, a BMP180 has 0x55 "
                "(a BMP280 has 0x58)"
            )
        for i in range(0, 22, 2):
            if words[i] == words[i + 1] and words[i] in (0x00, 0xFF):  # [3.4]
                raise RuntimeError("the BMP180's calibration cannot be read: check its wires")
        (
            self._ac1,
            self._ac2,
            self._ac3,
            self._ac4,
            self._ac5,
            self._ac6,
            self._b1,
            self._b2,
            _,
            self._mc,
            self._md,
        ) = struct.unpack(">hhhHHHhhhhh", words)

    def measure(self) -> None:
        """Measure both, which takes 10 to 31 ms. Allocates nothing.

        Afterwards `decicelsius` has tenths of a degree Celsius, `pascal` the pressure in Pa.
        """
        oversampling = self._oversampling
        out = self._out
        self._convert(_TEMPERATURE, 0)
        raw_temperature = out[0] << 8 | out[1]
        self._convert(_PRESSURE | oversampling << 6, oversampling)
        raw_pressure = (out[0] << 16 | out[1] << 8 | out[2]) >> (8 - oversampling)
        self.compensate(raw_temperature, raw_pressure)

    def temperature(self) -> float:
        """The temperature when it was measured last, in degrees Celsius."""
        return self.decicelsius / 10

    def pressure(self) -> int:
        """The pressure when it was measured last, in Pa."""
        return self.pascal

    def altitude(self, sea_level_pa: float = 101325) -> float:
        """Metres above the place where the pressure is `sea_level_pa` [3.6]."""
        return 44330 * (1 - float((self.pascal / sea_level_pa) ** (1 / 5.255)))

    def compensate(self, raw_temperature: int, raw_pressure: int) -> None:
        """Make degrees and Pa of what the converter gave (UT and UP) [3.5].

        The same numbers as the data sheet's, in steps that fit into 31 bits: larger ones would go
        to the heap of a 32-bit board.
        """
        oversampling = self._oversampling
        x1 = ((raw_temperature - self._ac6) * self._ac5) >> 15
        b5 = x1 + (self._mc << 11) // (x1 + self._md)
        self.decicelsius = (b5 + 8) >> 4

        b6 = b5 - 4000
        b6_squared = b6 * b6 >> 12
        x3 = (self._b2 * b6_squared >> 11) + (self._ac2 * b6 >> 11)
        b3 = ((self._ac1 * 4 + x3 << oversampling) + 2) >> 2
        x3 = ((self._ac3 * b6 >> 13) + (self._b1 * b6_squared >> 16) + 2) >> 2
        # b4 = ac4 * (x3 + 32768) >> 15
        x3 += 32768
        b4 = ((self._ac4 >> 8) * x3 + ((self._ac4 & 0xFF) * x3 >> 8)) >> 7
        # b7 = (raw_pressure - b3) * (50000 >> oversampling)
        # p = b7 * 2 // b4 if b7 < 0x80000000 else b7 // b4 * 2
        counts = raw_pressure - b3
        doubled = counts <= _DOUBLED_UP_TO[oversampling]
        factor = (50000 >> oversampling) << doubled
        high = (counts >> 8) * factor
        p = (high // b4 << 8) + ((high % b4 << 8) + (counts & 0xFF) * factor) // b4
        if not doubled:
            p <<= 1
        x1 = (p >> 8) * (p >> 8) * 3038 >> 16
        x2 = -7357 * p >> 16
        self.pascal = p + (x1 + x2 + 3791 >> 4)

    def _convert(self, what: int, oversampling: int) -> None:
        self._command[0] = _CTRL_MEAS
        self._command[1] = what
        self._i2c.writeto(self._addr, self._command)
        time.sleep_ms(_WAIT_MS[oversampling])
        self._i2c.readfrom_mem_into(self._addr, _OUT, self._out)
