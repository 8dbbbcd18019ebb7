"""The BMP180: its registers, its timing, and that drivers get back the air that was set."""

from itertools import pairwise

import pytest

from coursekit.bench.parts.bmp180 import PRESSURE_US, STARTUP_US, Bmp180
from coursekit.bench.parts.bmp180_sums import (
    EXAMPLE,
    b5_of,
    pressure,
    temperature_dc,
    up_for,
    ut_for,
)
from tests.bench.diagrams import as_input, bench, part
from tests.bench.parts.i2c_host import make, power, read, read_mem, write, write_mem

ADDRESS = 0x77
OUT_AT_RESET = b"\x80\x00\x00"


def measure(chip: Bmp180, t_us: int, command: int, wait_us: int) -> bytes:
    """Start a conversion and read the three bytes so long after."""
    assert write(chip, t_us, ADDRESS, [0xF4, command]) == [True] * 3
    return read_mem(chip, t_us + wait_us, ADDRESS, 0xF6, 3)


def ut_up(chip: Bmp180, t_us: int, oss: int) -> tuple[int, int]:
    """The raw values, as a driver gets them."""
    ut = int.from_bytes(measure(chip, t_us, 0x2E, 4_500)[:2], "big")
    out = measure(chip, t_us + 5_000, 0x34 | oss << 6, PRESSURE_US[oss])
    return ut, int.from_bytes(out, "big") >> (8 - oss)


def air(chip: Bmp180, t_us: int, oss: int) -> tuple[float, int]:
    """Temperature and pressure, worked out of the raw values and the sensor's own words."""
    raw = read_mem(chip, t_us, ADDRESS, 0xAA, 22)
    words = [int.from_bytes(raw[i : i + 2], "big") for i in range(0, 22, 2)]
    signed = [w - 0x10000 if w & 0x8000 and not 3 <= i <= 5 else w for i, w in enumerate(words)]
    assert signed == list(EXAMPLE)
    ut, up = ut_up(chip, t_us, oss)
    return temperature_dc(ut) / 10, pressure(up, oss, b5_of(ut))


def test_the_data_sheets_worked_example() -> None:
    assert (b5_of(27898), temperature_dc(27898)) == (2399, 150)
    assert pressure(23843, 0, b5_of(27898)) == 69964
    chip = make(Bmp180, temperature="15", pressure="69964")
    assert ut_up(chip, 1000, 0) == (27898, 23843)
    assert air(chip, 100_000, 0) == (15.0, 69964)


def test_the_registers_after_power_on() -> None:
    chip = make(Bmp180)
    assert read_mem(chip, 0, ADDRESS, 0xD0, 1) == b"\x55"
    assert read_mem(chip, 0, ADDRESS, 0xF4, 1) == b"\x00"
    assert read_mem(chip, 0, ADDRESS, 0xF6, 3) == OUT_AT_RESET
    assert read_mem(chip, 0, ADDRESS, 0xE0, 1) == b"\x00"
    assert read_mem(chip, 0, ADDRESS, 0xAA, 2) == (408).to_bytes(2, "big")
    assert read_mem(chip, 0, ADDRESS, 0xBE, 2) == (2868).to_bytes(2, "big")


def test_every_tenth_of_a_degree_comes_back() -> None:
    assert [temperature_dc(ut_for(dc / 10)) for dc in range(-400, 851)] == list(range(-400, 851))


@pytest.mark.parametrize("oss", range(4))
def test_every_pressure_comes_back_within_its_resolution(oss: int) -> None:
    for celsius in (-40, -10.3, 15, 22, 60.6, 85):
        b5 = b5_of(ut_for(celsius))
        for wanted in range(30_000, 110_001, 1009):
            up = up_for(float(wanted), oss, b5)
            assert 0 <= up < 1 << (16 + oss)
            around = [pressure(up + step, oss, b5) for step in (-1, 0, 1)]
            coarse = max(b - a for a, b in pairwise(around))
            assert abs(around[1] - wanted) <= max(1, coarse / 2)


@pytest.mark.parametrize("oss", range(4))
@pytest.mark.parametrize(("celsius", "pascals"), [(-40, 30_000), (22.3, 98_765), (85, 110_000)])
def test_drivers_get_back_what_was_set(oss: int, celsius: float, pascals: int) -> None:
    chip = make(Bmp180)
    chip.do_set(500, temperature_c=celsius, pressure_pa=pascals)
    temperature, found = air(chip, 1000, oss)
    assert temperature == celsius
    assert abs(found - pascals) <= (3 if oss == 0 else 2)


@pytest.mark.parametrize(
    ("command", "ready_us"),
    [(0x2E, 4_000), (0x34, 4_000), (0x74, 7_000), (0xB4, 13_000), (0xF4, 25_000)],
)
def test_a_conversion_that_is_read_too_early_gives_the_old_value(
    command: int, ready_us: int
) -> None:
    chip = make(Bmp180)
    assert measure(chip, 1000, command, ready_us - 1) == OUT_AT_RESET
    assert read_mem(chip, 999 + ready_us, ADDRESS, 0xF4, 1) == bytes([command])
    assert read_mem(chip, 1000 + ready_us, ADDRESS, 0xF4, 1) == bytes([command & ~0x20])
    fresh = read_mem(chip, 1000 + ready_us, ADDRESS, 0xF6, 3)
    assert fresh != OUT_AT_RESET
    chip.do_set(200_000, temperature_c=-20, pressure_pa=40_000)
    assert measure(chip, 300_000, command, ready_us - 1) == fresh
    assert read_mem(chip, 300_000 + ready_us, ADDRESS, 0xF6, 3) != fresh


def test_a_conversion_takes_in_the_air_as_it_was_when_it_started() -> None:
    chip = make(Bmp180, temperature="15")
    write(chip, 1000, ADDRESS, [0xF4, 0x2E])
    chip.do_set(2000, temperature_c=40)
    assert read_mem(chip, 10_000, ADDRESS, 0xF6, 2) == (27898).to_bytes(2, "big")


def test_a_new_command_gives_up_the_conversion_under_way() -> None:
    chip = make(Bmp180, temperature="15", pressure="69964")
    write(chip, 1000, ADDRESS, [0xF4, 0xF4])
    out = measure(chip, 3000, 0x2E, 4_500)
    assert out == (27898).to_bytes(2, "big") + b"\x00"
    assert read_mem(chip, 100_000, ADDRESS, 0xF6, 3) == out
    write(chip, 200_000, ADDRESS, [0xF4, 0x34])
    write(chip, 201_000, ADDRESS, [0xF4, 0x00])  # no start: the conversion is given up
    assert read_mem(chip, 300_000, ADDRESS, 0xF6, 3) == out


def test_a_command_that_measures_nothing_starts_nothing() -> None:
    chip = make(Bmp180)
    write(chip, 1000, ADDRESS, [0xF4, 0x3F])
    assert read_mem(chip, 1000, ADDRESS, 0xF4, 1) == b"\x1f"
    assert read_mem(chip, 100_000, ADDRESS, 0xF6, 3) == OUT_AT_RESET


def test_a_soft_reset_is_a_power_on() -> None:
    chip = make(Bmp180)
    measure(chip, 1000, 0x34, 4_500)
    assert write(chip, 20_000, ADDRESS, [0xE0, 0x12]) == [True] * 3
    assert read_mem(chip, 20_000, ADDRESS, 0xF6, 3) != OUT_AT_RESET
    assert write(chip, 20_000, ADDRESS, [0xE0, 0xB6]) == [True] * 3
    assert write(chip, 20_000 + STARTUP_US - 1, ADDRESS, [0xD0]) == [False]
    assert read_mem(chip, 20_000 + STARTUP_US, ADDRESS, 0xD0, 1) == b"\x55"
    assert read_mem(chip, 40_000, ADDRESS, 0xF6, 3) == OUT_AT_RESET


def test_after_a_power_cut_it_starts_anew_and_takes_ten_ms() -> None:
    chip = make(Bmp180)
    write(chip, 1000, ADDRESS, [0xF4, 0x34])
    power(chip, 3000)
    assert read(chip, 3000 + STARTUP_US - 1, ADDRESS, 1) == b""
    assert read_mem(chip, 3000 + STARTUP_US, ADDRESS, 0xF6, 3) == OUT_AT_RESET
    assert read_mem(chip, 3000 + STARTUP_US, ADDRESS, 0xF4, 1) == b"\x00"


def test_the_pointer_moves_on_and_wraps() -> None:
    chip = make(Bmp180)
    assert read_mem(chip, 0, ADDRESS, 0xAA, 22) == EXAMPLE.to_bytes()
    assert read_mem(chip, 0, ADDRESS, 0xFF, 0xD2)[-1] == 0x55
    assert read(chip, 0, ADDRESS, 1) == b"\x00"


def test_it_answers_to_its_address_alone() -> None:
    chip = make(Bmp180)
    assert write(chip, 0, 0x76, [0xD0]) == [False]
    assert read(chip, 0, 0x76, 1) == b""


def test_every_register_can_be_read_and_written() -> None:
    chip = make(Bmp180)
    t_us = 0
    for register in range(256):
        for value in (0x00, 0x2E, 0x34, 0xB6, 0xFF):
            t_us += 40_000
            assert write_mem(chip, t_us, ADDRESS, register, [value]) == [True] * 3
            assert len(read_mem(chip, t_us + STARTUP_US, ADDRESS, register, 3)) == 3
    assert read_mem(chip, t_us + 40_000, ADDRESS, 0xAA, 22) == EXAMPLE.to_bytes()
    assert read_mem(chip, t_us + 40_000, ADDRESS, 0xD0, 1) == b"\x55"


def test_attributes_of_a_diagram_are_checked() -> None:
    assert make(Bmp180, temperature="-12.5").sensed == {
        "temperature_c": -12.5,
        "pressure_pa": 101_325.0,
    }
    with pytest.raises(ValueError, match="temperature must be a number from -40 to 85"):
        make(Bmp180, temperature="100")


@pytest.mark.parametrize(
    "supply", ["pico:3V3 bmp1:VCC", "pico:VBUS bmp1:VCC", "pico:3V3 bmp1:3.3V"]
)
def test_the_module_may_be_fed_in_three_ways(supply: str) -> None:
    desk = bench(
        [part("bmp1", "board-bmp180")],
        [supply, "pico:GND.1 bmp1:GND", "pico:GP4 bmp1:SDA", "pico:GP5 bmp1:SCL"],
    )
    as_input(desk, 4)
    assert desk.bmp1.powered
    assert desk.voltage(4, 0) == pytest.approx(3.3, abs=0.01)
    assert desk.faults() == []
    desk.unplug(supply.split()[1])
    assert not desk.bmp1.powered
