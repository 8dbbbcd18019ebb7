"""The helpers for an I2C bus, on a simulated one."""

from __future__ import annotations

import pytest

from tests.device_lib.conftest import MakeDesk
from tests.device_lib.desk import BEGIN, Desk


@pytest.fixture
def desk(make_desk: MakeDesk) -> Desk:
    desk = make_desk("mpu1", "wokwi-mpu6050")
    desk.install("i2c_tools")
    desk.run("from i2c_tools import *")
    return desk


def test_a_table_of_who_answers(desk: Desk) -> None:
    assert desk.run("print(scan_table(i2c))").splitlines() == [
        "     0  1  2  3  4  5  6  7  8  9  a  b  c  d  e  f",
        "00:                         -- -- -- -- -- -- -- --",
        "10: -- -- -- -- -- -- -- -- -- -- -- -- -- -- -- --",
        "20: -- -- -- -- -- -- -- -- -- -- -- -- -- -- -- --",
        "30: -- -- -- -- -- -- -- -- -- -- -- -- -- -- -- --",
        "40: -- -- -- -- -- -- -- -- -- -- -- -- -- -- -- --",
        "50: -- -- -- -- -- -- -- -- -- -- -- -- -- -- -- --",
        "60: -- -- -- -- -- -- -- -- 68 -- -- -- -- -- -- --",
        "70: -- -- -- -- -- -- -- --",
    ]


def test_numbers_in_registers(desk: Desk) -> None:
    desk.run("write_uint(i2c, 0x68, 0x6b, 1)")
    desk.bench.mpu1.set(accel_x_g=-0.5)
    desk.run("import time\ntime.sleep_ms(10)")
    assert desk.value("read_int(i2c, 0x68, 0x3b, 2)") == -8192
    assert desk.value("read_uint(i2c, 0x68, 0x3b, 2)") == 0xE000
    assert desk.value("read_int(i2c, 0x68, 0x3b, 2, True)") == 0x00E0
    assert desk.value("read_uint(i2c, 0x68, 0x75)") == 0x68
    desk.run("write_uint(i2c, 0x68, 0x19, 0x1203, 2)")
    assert desk.value("i2c.readfrom_mem(0x68, 0x19, 2)") == b"\x12\x03"
    desk.run("write_uint(i2c, 0x68, 0x19, 0x1203, 2, little=True)")
    assert desk.value("i2c.readfrom_mem(0x68, 0x19, 2)") == b"\x03\x12"


def test_some_bits_of_a_register(desk: Desk) -> None:
    desk.run("write_uint(i2c, 0x68, 0x6b, 0x41)\nupdate_bits(i2c, 0x68, 0x6b, 0x48, 0x08)")
    assert desk.value("read_uint(i2c, 0x68, 0x6b)") == 0x09


def test_a_table_of_registers(desk: Desk) -> None:
    desk.run("write_uint(i2c, 0x68, 0x19, 0x0201, 2)")
    assert desk.run("print(dump(i2c, 0x68, 0x19, 0x21))").splitlines() == [
        "10:                            02 01 00 00 00 00 00",
        "20: 00 00",
    ]


@pytest.mark.parametrize("clocks", [1, 8, 9])
def test_a_stuck_bus_is_freed(desk: Desk, clocks: int) -> None:
    desk.bench.mpu1.stick(clocks)
    assert desk.error("i2c.readfrom(0x68, 1)").startswith("OSError: [Errno 110] ETIMEDOUT")
    assert desk.value("recover(4, 5)") == clocks
    desk.run(BEGIN)
    assert desk.value("i2c.scan()") == [0x68]


def test_a_free_bus_takes_no_clock(desk: Desk) -> None:
    assert desk.value("recover(Pin(4), Pin(5))") == 0
    desk.run(BEGIN)
    assert desk.value("i2c.scan()") == [0x68]


def test_a_bus_that_cannot_be_freed_is_an_error(desk: Desk) -> None:
    desk.bench.mpu1.stick()
    assert desk.error("recover(4, 5)").startswith(
        "OSError: [Errno 110] ETIMEDOUT: SDA stays low: a short circuit to GND"
    )


def test_a_clock_that_stays_low_is_an_error(make_desk: MakeDesk) -> None:
    desk = make_desk("mpu1", "wokwi-mpu6050", "pico:GP5 pico:GND.3")
    desk.install("i2c_tools")
    assert "SCL stays low" in desk.error("from i2c_tools import recover\nrecover(4, 5)")


@pytest.mark.parametrize("clocks", range(10))
def test_a_chip_that_was_left_in_the_middle_of_a_byte_is_freed(desk: Desk, clocks: int) -> None:
    desk.run("""
from machine import Pin, SoftI2C
write_uint(i2c, 0x68, 0x19, 0x55)
i2c.writeto(0x68, b"\\x19")
soft = SoftI2C(scl=Pin(5), sda=Pin(4))
soft.start()
soft.write(b"\\xd1")
""")
    desk.run(f"""
clock = Pin(5, Pin.OPEN_DRAIN, value=0)
for _ in range({clocks}):
    clock.value(1)
    clock.value(0)
clock.value(1)
recover(Pin(4), Pin(5))
""")
    desk.run(BEGIN)
    assert desk.value("read_uint(i2c, 0x68, 0x19)") == 0x55
