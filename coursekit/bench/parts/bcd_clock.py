"""Time of day and date as seven BCD registers: how clock chips keep them, and how they go on.

The order is the DS1307's: seconds, minutes, hours, day of the week, date, month, year.
"""

from __future__ import annotations

from calendar import monthrange
from datetime import datetime, timedelta

SECONDS, MINUTES, HOURS, DAY, DATE, MONTH, YEAR = range(7)
TWELVE, PM = 0x40, 0x20
"""Bits of the hours: counted from 1 to 12, and then, after noon."""

CENTURY = 2000
_BEGIN = datetime(CENTURY, 1, 1)
_DAYS = 36_525
"""Of a hundred years of which every fourth has a leap day, as these chips count."""


def to_bcd(value: int) -> int:
    """Two decimal digits as two half bytes: 59 is 0x59."""
    return value // 10 << 4 | value % 10


def from_bcd(value: int) -> int:
    """What two half bytes mean as digits, 0..165."""
    return 10 * (value >> 4) + (value & 15)


def encode(time: datetime, hours_mode: int = 0) -> bytearray:
    """The registers for a time from 2000 to 2099; `hours_mode` TWELVE for hours of 1 to 12.

    Which day is 1 is the user's choice; here it is Monday.
    """
    hours = to_bcd(time.hour)
    if hours_mode & TWELVE:
        hours = TWELVE | (PM if time.hour >= 12 else 0) | to_bcd((time.hour - 1) % 12 + 1)
    date = to_bcd(time.day), to_bcd(time.month), to_bcd(time.year - CENTURY)
    minutes = to_bcd(time.second), to_bcd(time.minute)
    return bytearray((*minutes, hours, time.isoweekday(), *date))


def decode(registers: bytes | bytearray) -> datetime:
    """The time in the registers, or the nearest one that there is where they hold nonsense."""
    hours = registers[HOURS]
    if hours & TWELVE:
        hour = min(max(from_bcd(hours & 0x1F), 1), 12) % 12 + (12 if hours & PM else 0)
    else:
        hour = min(from_bcd(hours & 0x3F), 23)
    year = CENTURY + min(from_bcd(registers[YEAR]), 99)
    month = min(max(from_bcd(registers[MONTH]), 1), 12)
    date = min(max(from_bcd(registers[DATE]), 1), monthrange(year, month)[1])
    minute, second = (min(from_bcd(registers[r] & 0x7F), 59) for r in (MINUTES, SECONDS))
    return datetime(year, month, date, hour, minute, second)


def advance(registers: bytes | bytearray, seconds: int) -> bytearray:
    """The registers so many seconds later. After 2099 comes 2000. Nonsense becomes legal first."""
    if not seconds:
        return bytearray(registers)
    before = decode(registers)
    since = before - _BEGIN
    midnights, of_day = divmod(since.seconds + seconds, 86_400)
    days = (since.days + midnights) % _DAYS
    found = encode(_BEGIN + timedelta(days, of_day), registers[HOURS])
    found[DAY] = (max(registers[DAY] & 7, 1) - 1 + midnights) % 7 + 1
    return found
