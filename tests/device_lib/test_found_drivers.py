"""Drivers that this project has not written run unchanged, and get right values.

They come from PyPI, as students would take them: found_drivers.toml names them.
"""

from __future__ import annotations

import pytest

from tests.device_lib.conftest import MakeDesk
from tests.device_lib.found import driver, pinned

PERIPH = "from periph.connection.i2c_micropython import I2CConnection"


@pytest.mark.parametrize("oss", range(4))
def test_bmp180_of_periph(make_desk: MakeDesk, oss: int) -> None:
    desk = make_desk("bmp1", "board-bmp180")
    desk.put({**driver("periph"), **driver("abc")})
    desk.run(f"{PERIPH}\nfrom periph.chips.pressure.bmp180 import BMP180Full")
    desk.run(f"bmp = BMP180Full(I2CConnection(i2c, 0x77), oss={oss})")
    assert desk.value("bmp.chip_id()") == 0x55
    for celsius, pascal in ((21.7, 98_765), (-12.3, 60_000), (60.0, 108_000)):
        desk.bench.bmp1.set(temperature_c=celsius, pressure_pa=pascal)
        assert desk.value("bmp.temperature()") == pytest.approx(celsius, abs=0.11)
        assert desk.value("bmp.pressure()") == pytest.approx(pascal / 100, abs=0.1)


def test_mpu6050_of_periph(make_desk: MakeDesk) -> None:
    desk = make_desk("mpu1", "wokwi-mpu6050")
    desk.put({**driver("periph"), **driver("abc")})
    desk.run(f"{PERIPH}\nfrom periph.chips.imu.mpu6050 import MPU6050Full")
    desk.run("import math, time\nmpu = MPU6050Full(I2CConnection(i2c, 0x68))")
    felt = {"accel_x_g": 0.25, "accel_y_g": -1.5, "accel_z_g": 0.125}
    desk.bench.mpu1.set(**felt, gyro_x_dps=90, gyro_y_dps=-45, gyro_z_dps=10, temperature_c=31)
    desk.run("time.sleep_ms(20)")
    in_g = [value / 9.80665 for value in desk.value("mpu.accel()")]
    assert in_g == pytest.approx(list(felt.values()), abs=1e-4)
    assert desk.value("[math.degrees(v) for v in mpu.gyro()]") == pytest.approx(
        [90, -45, 10], abs=0.01
    )
    assert desk.value("mpu.temperature()") == pytest.approx(31, abs=0.01)
    assert desk.value("mpu.data_ready()") is True
    desk.run("mpu.configure_accel(3)")
    desk.bench.mpu1.set(accel_x_g=-15)
    desk.run("time.sleep_ms(20)")
    assert desk.value("mpu.accel()[0]") == pytest.approx(-15 * 9.80665, abs=0.01)


def test_ds1307_of_micropython_ds1307(make_desk: MakeDesk) -> None:
    desk = make_desk("rtc1", "wokwi-ds1307", pullups="0", initTime="2026-11-23T12:34:56")
    desk.put(driver("ds1307"))
    desk.run("import time\nfrom ds1307 import DS1307\nrtc = DS1307(0x68, i2c)")
    assert desk.value("rtc.datetime[:6]") == (2026, 11, 23, 12, 34, 56)
    desk.run("rtc.datetime = (2024, 2, 28, 23, 59, 59, 2, 59)\ntime.sleep_ms(1200)")
    assert desk.value("rtc.datetime[:6]") == (2024, 2, 29, 0, 0, 0)
    assert desk.bench.rtc1.time.isoformat() == "2024-02-29T00:00:00"
    desk.run("rtc.halt = True\ntime.sleep(5)")
    assert desk.value("rtc.second") == 0


def test_ds1307_of_urtc(make_desk: MakeDesk) -> None:
    desk = make_desk("rtc1", "wokwi-ds1307", pullups="0")
    desk.put(driver("urtc"))
    desk.run("import time, urtc\nrtc = urtc.DS1307(i2c)")
    desk.run("rtc.datetime((2026, 12, 31, 4, 23, 59, 58, 0))\ntime.sleep_ms(2500)")
    assert desk.value("tuple(rtc.datetime())") == (2027, 1, 1, 5, 0, 0, 0, 0)
    assert desk.value("rtc.stop()") is False
    desk.run("rtc.memory(3, b'kept')")
    assert desk.value("i2c.readfrom_mem(0x68, 11, 4)") == b"kept"


@pytest.mark.parametrize("name", ["ssd1306", "ssd1306-driver"])
@pytest.mark.parametrize("height", [32, 64])
def test_ssd1306(make_desk: MakeDesk, name: str, height: int) -> None:
    desk = make_desk("oled1", "board-ssd1306", height=str(height))
    desk.put(driver(name))
    desk.run(f"from ssd1306 import SSD1306_I2C\noled = SSD1306_I2C(128, {height}, i2c)")
    points = {(0, 0), (127, 0), (5, height - 1), (64, 13), (65, 14)}
    desk.run(f"for x, y in {sorted(points)}: oled.pixel(x, y, 1)\noled.show()")

    def lit() -> set[tuple[int, int]]:
        rows = desk.bench.oled1.state()["pixels"]
        return {(x, y) for y, row in enumerate(rows) for x, point in enumerate(row) if point}

    assert lit() == points
    desk.run("oled.fill(0)\noled.text('Hi', 8, 8, 1)\noled.show()")
    text = lit()
    assert {x // 8 for x, _ in text} == {1, 2}
    assert {y // 8 for _, y in text} == {1}
    desk.run("oled.invert(1)")
    assert len(lit()) == 128 * height - len(text)


def test_eeprom_of_micropython_eeprom(make_desk: MakeDesk) -> None:
    desk = make_desk("ee1", "coursekit-eeprom", size="24C32")
    desk.put(driver("eeprom"))
    desk.run("from eeprom import EEPROM\nee = EEPROM(addr=0x50, i2c=i2c, at24x=32)")
    desk.run("ee.write(20, bytes(range(100)))")
    assert desk.value("ee.read(20, 100)") == bytes(range(100))
    assert desk.bench.ee1.memory[19:121] == b"\xff" + bytes(range(100)) + b"\xff"


def test_each_that_is_pinned_is_tried() -> None:
    tried = {"periph", "abc", "ds1307", "urtc", "ssd1306", "ssd1306-driver", "eeprom"}
    assert set(pinned()) == tried
