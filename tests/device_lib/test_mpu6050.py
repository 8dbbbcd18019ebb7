"""The driver of the MPU6050, on a simulated one."""

from __future__ import annotations

import pytest

from tests.device_lib.conftest import MakeDesk
from tests.device_lib.desk import Desk


@pytest.fixture
def desk(make_desk: MakeDesk) -> Desk:
    desk = make_desk("mpu1", "wokwi-mpu6050")
    desk.install("mpu6050")
    desk.run("from mpu6050 import MPU6050\nmpu = MPU6050(i2c)")
    return desk


@pytest.mark.parametrize("most_g", [2, 4, 8, 16])
def test_acceleration_in_each_range(desk: Desk, most_g: int) -> None:
    desk.run(f"mpu = MPU6050(i2c, accel_g={most_g})")
    for share in (-1, -0.3, 0, 0.999):
        felt = (share * most_g, 0.5, -0.25)
        desk.bench.mpu1.set(accel_x_g=felt[0], accel_y_g=felt[1], accel_z_g=felt[2])
        desk.run("import time\ntime.sleep_ms(10)\nmpu.measure()")
        assert desk.value("mpu.acceleration()") == pytest.approx(felt, abs=most_g / 30_000)


@pytest.mark.parametrize("most_dps", [250, 500, 1000, 2000])
def test_rotation_in_each_range(desk: Desk, most_dps: int) -> None:
    desk.run(f"mpu = MPU6050(i2c, gyro_dps={most_dps})")
    for share in (-0.99, 0.1, 0.99):
        felt = (share * most_dps, -100.0, 12.5)
        desk.bench.mpu1.set(gyro_x_dps=felt[0], gyro_y_dps=felt[1], gyro_z_dps=felt[2])
        desk.run("import time\ntime.sleep_ms(10)\nmpu.measure()")
        assert desk.value("mpu.rotation()") == pytest.approx(felt, abs=most_dps / 30_000)


@pytest.mark.parametrize("celsius", [-40, 0, 24.5, 85])
def test_temperature(desk: Desk, celsius: float) -> None:
    desk.bench.mpu1.set(temperature_c=celsius)
    desk.run("import time\ntime.sleep_ms(10)\nmpu.measure()")
    assert desk.value("mpu.temperature()") == pytest.approx(celsius, abs=0.01)


def test_raw_values_belong_to_one_measurement(desk: Desk) -> None:
    desk.run("mpu.measure()")
    assert desk.value("list(mpu.raw)")[:3] == [0, 0, 16384]
    desk.bench.mpu1.set(accel_z_g=-1)
    desk.run("import time\ntime.sleep_ms(10)")
    assert desk.value("mpu.acceleration()")[2] == 1.0, "a measurement that nobody asked for"


def test_asleep_it_keeps_the_last_values(desk: Desk) -> None:
    desk.run("mpu.sleep()")
    desk.bench.mpu1.set(accel_x_g=1)
    desk.run("import time\ntime.sleep_ms(50)\nmpu.measure()")
    assert desk.value("mpu.acceleration()") == (0.0, 0.0, 1.0)
    desk.run("mpu.sleep(False)\nmpu.measure()")
    assert desk.value("mpu.acceleration()") == (1.0, 0.0, 1.0)


def test_at_the_other_address(make_desk: MakeDesk) -> None:
    desk = make_desk("mpu1", "wokwi-mpu6050", "mpu1:AD0 pico:3V3")
    desk.install("mpu6050")
    desk.run("from mpu6050 import MPU6050\nmpu = MPU6050(i2c, 0x69)\nmpu.measure()")
    assert desk.value("mpu.acceleration()") == (0.0, 0.0, 1.0)
    error = desk.error("MPU6050(i2c)")
    assert error.startswith("OSError: [Errno 5] EIO: no MPU6050 at 0x68: check")
    assert "AD0 (low: 0x68, high: 0x69)" in error


def test_nothing_is_allocated(desk: Desk) -> None:
    assert desk.allocates("mpu.measure()") == 0


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ("accel_g=3", "accel_g must be one of (2, 4, 8, 16)"),
        ("gyro_dps=100", "gyro_dps must be one of (250, 500, 1000, 2000)"),
        ("low_pass_hz=50", "low_pass_hz must be one of (260, 184, 94, 44, 21, 10, 5)"),
    ],
)
def test_bad_settings(desk: Desk, arguments: str, says: str) -> None:
    assert desk.error(f"MPU6050(i2c, {arguments})") == f"ValueError: {says}"


def test_another_chip(make_desk: MakeDesk) -> None:
    desk = make_desk("bmp1", "board-bmp180")
    desk.install("mpu6050")
    error = desk.error("from mpu6050 import MPU6050\nMPU6050(i2c, 0x77)")
    assert error.startswith("RuntimeError: the chip at 0x77 answers 0x00 to who-am-I")
