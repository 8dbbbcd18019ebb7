"""The driver of the DS1307, on a simulated one."""

from __future__ import annotations

from datetime import datetime

import pytest

from tests.device_lib.conftest import MakeDesk
from tests.device_lib.desk import Desk


@pytest.fixture
def desk(make_desk: MakeDesk) -> Desk:
    attrs = {"pullups": "0", "initTime": "2024-02-28T23:59:58"}
    desk = make_desk("rtc1", "wokwi-ds1307", "rtc1:SQW pico:GP15", **attrs)
    desk.install("ds1307")
    desk.run("import time\nfrom ds1307 import DS1307\nrtc = DS1307(i2c)")
    return desk


def test_it_shows_the_time_and_goes_on(desk: Desk) -> None:
    assert desk.value("rtc.datetime()[:6]") == (2024, 2, 28, 2, 23, 59)
    desk.run("time.sleep(3)")
    assert desk.value("rtc.datetime()[:6]") == (2024, 2, 29, 3, 0, 0)
    assert desk.value("rtc.running()") is True


@pytest.mark.parametrize(
    "when",
    [
        (2000, 1, 1, 5, 0, 0, 0, 0),
        (2026, 11, 23, 0, 12, 34, 56, 0),
        (2099, 12, 31, 3, 23, 59, 30, 0),
    ],
)
def test_setting_it(desk: Desk, when: tuple[int, ...]) -> None:
    assert desk.value(f"rtc.datetime({when})") == when
    year, month, day, _, hour, minute, second, _ = when
    assert desk.bench.rtc1.time == datetime(year, month, day, hour, minute, second)
    desk.run("rtc.read()")
    assert desk.value("rtc.year, rtc.month, rtc.day, rtc.weekday") == when[:4]
    assert desk.value("rtc.hour, rtc.minute, rtc.second") == when[4:7]


@pytest.mark.parametrize(("register", "hour"), [(0x52, 0), (0x41, 1), (0x72, 12), (0x71, 23)])
def test_hours_of_an_american_clock(desk: Desk, register: int, hour: int) -> None:
    desk.run(f"i2c.writeto_mem(0x68, 2, bytes([{register}]))")
    assert desk.value("rtc.datetime()[4]") == hour


def test_without_a_battery_it_stands_still_until_it_is_set(make_desk: MakeDesk) -> None:
    desk = make_desk("rtc1", "wokwi-ds1307", battery="0", pullups="0")
    desk.install("ds1307")
    desk.run("import time\nfrom ds1307 import DS1307\nrtc = DS1307(i2c)\ntime.sleep(5)")
    assert desk.value("rtc.running(), rtc.datetime()") == (False, (2000, 1, 1, 0, 0, 0, 0, 0))
    desk.run("rtc.datetime((2026, 1, 2, 4, 5, 6, 7, 0))\ntime.sleep(2)")
    assert desk.value("rtc.running(), rtc.datetime()[6]") == (True, 9)


def test_the_memory_outlasts_a_loss_of_power(desk: Desk) -> None:
    desk.run("rtc.write_memory(50, b'abcdef')\nbuf = bytearray(4)")
    desk.bench.unplug("rtc1:5V")
    assert "OSError: [Errno 5] EIO" in desk.error("rtc.read()")
    desk.bench.plug("rtc1:5V")
    desk.run("rtc.read_memory(52, buf)")
    assert desk.value("bytes(buf)") == b"cdef"


@pytest.mark.parametrize("call", ["read_memory(53, buf)", "write_memory(-1, buf)"])
def test_beyond_the_memory(desk: Desk, call: str) -> None:
    error = desk.error(f"buf = bytearray(4)\nrtc.{call}")
    assert error == "ValueError: the memory has the bytes 0 to 55"


def test_the_square_wave(desk: Desk) -> None:
    desk.run("rtc.square_wave(1)\nsqw = Pin(15, Pin.IN, Pin.PULL_UP)")
    desk.run("""
seen = []
for _ in range(6):
    seen.append(sqw.value())
    time.sleep_ms(500)
""")
    assert desk.value("seen") in ([0, 1] * 3, [1, 0] * 3)
    for freq, level, control in ((0, 0, 0x00), (0, 1, 0x80), (4096, 1, 0x91), (32768, 0, 0x13)):
        desk.run(f"rtc.square_wave({freq}, {level})")
        assert desk.value("i2c.readfrom_mem(0x68, 7, 1)[0]") == control
    assert desk.error("rtc.square_wave(2)").startswith("ValueError: freq must be 0, 1, 4096")


def test_reading_allocates_nothing(desk: Desk) -> None:
    assert desk.allocates("rtc.read()") == 0
    desk.run("buf = bytearray(8)")
    assert desk.allocates("rtc.read_memory(0, buf)") == 0


@pytest.mark.parametrize(
    "when",
    ["(1999, 1, 1, 0, 0, 0, 0, 0)", "(2026, 13, 1, 0, 0, 0, 0, 0)", "(2026, 1, 1, 7, 0, 0, 0)"],
)
def test_no_time_to_set(desk: Desk, when: str) -> None:
    assert desk.error(f"rtc.datetime({when})").startswith("ValueError: a time is (year from 2000,")


def test_nobody_answers(desk: Desk) -> None:
    desk.bench.unplug("rtc1:SDA")
    error = desk.error("DS1307(i2c)")
    assert error.startswith("OSError: [Errno 5] EIO: no DS1307 at 0x68: check GND, SDA, SCL")


def test_another_chip_has_no_time(make_desk: MakeDesk) -> None:
    desk = make_desk("mpu1", "wokwi-mpu6050")
    desk.install("ds1307")
    error = desk.error("from ds1307 import DS1307\nDS1307(i2c).datetime()")
    assert error.startswith("RuntimeError: the chip at 0x68 has no time in its registers: set it")
