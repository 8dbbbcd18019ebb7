"""The BMP180's arithmetic, both ways: from raw values to the air, and from the air to raw values.

The data sheet has the first, for drivers. A simulated sensor needs the second: the raw values from
which every driver works out what the air is.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from functools import lru_cache
from math import sqrt
from typing import NamedTuple


class Calibration(NamedTuple):
    """The eleven words that each sensor has of its own (BST-BMP180-DS000-09, section 3.4).

    The defaults are those of the data sheet's worked example (figure 4 in section 3.5).
    """

    ac1: int = 408
    ac2: int = -72
    ac3: int = -14383
    ac4: int = 32741
    ac5: int = 32757
    ac6: int = 23153
    b1: int = 6190
    b2: int = 4
    mb: int = -32768
    mc: int = -8711
    md: int = 2868

    def to_bytes(self) -> bytes:
        """As they lie in the registers 0xAA to 0xBF: 22 bytes, high byte first."""
        return b"".join((word & 0xFFFF).to_bytes(2, "big") for word in self)


EXAMPLE = Calibration()


def b5_of(ut: int, cal: Calibration = EXAMPLE) -> int:
    """The data sheet's B5: the temperature in 1/160 °C."""
    x1 = (ut - cal.ac6) * cal.ac5 >> 15
    return x1 + (cal.mc << 11) // (x1 + cal.md)


def temperature_dc(ut: int, cal: Calibration = EXAMPLE) -> int:
    """The temperature in 0.1 °C (figure 4)."""
    return (b5_of(ut, cal) + 8) >> 4


def pressure(up: int, oss: int, b5: int, cal: Calibration = EXAMPLE) -> int:
    """The pressure in pascals (figure 4), for oversampling `oss` of 0..3."""
    b6 = b5 - 4000
    square = b6 * b6 >> 12
    x3 = (cal.b2 * square >> 11) + (cal.ac2 * b6 >> 11)
    b3 = (((cal.ac1 * 4 + x3) << oss) + 2) >> 2
    x3 = ((cal.ac3 * b6 >> 13) + (cal.b1 * square >> 16) + 2) >> 2
    b4 = cal.ac4 * (x3 + 32768) >> 15
    b7 = (up - b3) * (50000 >> oss)
    p = b7 * 2 // b4 if b7 < 0x80000000 else b7 // b4 * 2
    x1 = (p >> 8) ** 2 * 3038 >> 16
    x2 = -7357 * p >> 16
    return p + ((x1 + x2 + 3791) >> 4)


def ut_for(temperature_c: float, cal: Calibration = EXAMPLE) -> int:
    """The raw temperature, 16 bits, that is nearest to a temperature in °C.

    B5 is X1 + MC * 2**11 / (X1 + MD) with X1 = (UT - AC6) * AC5 / 2**15: a square equation for X1.
    """
    b5 = 160 * temperature_c
    half = (cal.md - b5) / 2
    x1 = -half + sqrt(half * half + b5 * cal.md - cal.mc * 2048)
    return min(max(round(cal.ac6 + x1 * 32768 / cal.ac5), 0), 0xFFFF)


@lru_cache(maxsize=1024)
def up_for(pressure_pa: float, oss: int, b5: int, cal: Calibration = EXAMPLE) -> int:
    """The raw pressure, 16 + oss bits, from which `pressure` comes nearest to a value in Pa.

    Found by halving: the pressure never falls where UP rises. Of several it is the middle one.
    """
    every = range(1 << (16 + oss))

    def value(up: int) -> int:
        return pressure(up, oss, b5, cal)

    above = min(bisect_left(every, pressure_pa, key=value), len(every) - 1)
    near = (value(above), value(max(above - 1, 0)))
    best = min(near, key=lambda found: abs(found - pressure_pa))
    first, end = (find(every, best, key=value) for find in (bisect_left, bisect_right))
    return (first + end - 1) // 2
