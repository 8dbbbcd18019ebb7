"""The calendar in BCD: every second of it, leap years, both ways to count hours, nonsense."""

from datetime import datetime, timedelta

import pytest

from coursekit.bench.parts.bcd_clock import HOURS, PM, TWELVE, advance, decode, encode


@pytest.mark.parametrize("mode", [0, TWELVE])
@pytest.mark.parametrize("year", [2000, 2023, 2024, 2099])
def test_every_hour_of_a_year_is_what_the_calendar_says(year: int, mode: int) -> None:
    time = datetime(year, 1, 1, 0, 59, 59)
    registers = encode(time, mode)
    while time.year == year:
        assert decode(registers) == time
        assert registers == encode(time, mode)
        assert all(value & 15 < 10 for value in registers)
        registers, time = advance(registers, 3600), time + timedelta(hours=1)


def test_the_century_begins_anew_after_2099() -> None:
    end = encode(datetime(2099, 12, 31, 23, 59, 59))
    assert decode(advance(end, 1)) == datetime(2000, 1, 1)
    assert decode(advance(end, 1 + 60 * 86_400)) == datetime(2000, 3, 1)
    assert decode(advance(end, 36_525 * 86_400)) == datetime(2099, 12, 31, 23, 59, 59)


def test_hours_of_a_twelve_hour_clock() -> None:
    shown = [encode(datetime(2026, 1, 1, hour), TWELVE)[HOURS] for hour in (0, 1, 11, 12, 13, 23)]
    assert shown == [0x52, 0x41, 0x51, 0x72, 0x61, 0x71]
    assert shown[3] & PM
    noon = advance(encode(datetime(2026, 1, 1, 11, 59, 59), TWELVE), 1)
    assert bytes(noon[:3]) == b"\x00\x00\x72"


def test_the_day_of_the_week_goes_on_from_whatever_it_was() -> None:
    registers = encode(datetime(2026, 3, 29, 23, 59, 59))
    assert registers[3] == 7  # a Sunday
    assert advance(registers, 1)[3] == 1
    assert advance(registers, 1 + 8 * 86_400)[3] == 2
    registers[3] = 0
    assert advance(registers, 1)[3] == 2


def test_nonsense_becomes_the_nearest_time_there_is() -> None:
    assert decode(b"\xff" * 7) == datetime(2099, 12, 31, 12, 59, 59)
    assert decode(b"\xff\xff\x3f\xff\xff\xff\xff") == datetime(2099, 12, 31, 23, 59, 59)
    assert decode(bytes(7)) == datetime(2000, 1, 1)
    assert decode(b"\x00\x00\x00\x01\x31\x02\x23") == datetime(2023, 2, 28)
    nonsense = bytearray(b"\x6a\x7f\x3f\x00\x3f\x1f\xfa")
    assert advance(nonsense, 0) == nonsense
    assert decode(advance(nonsense, 1)) == datetime(2000, 1, 1)


def test_the_highest_bits_of_seconds_and_minutes_are_no_digits() -> None:
    registers = encode(datetime(2026, 3, 29, 1, 2, 37))
    registers[0] |= 0x80
    registers[1] |= 0x80
    assert decode(registers) == datetime(2026, 3, 29, 1, 2, 37)
