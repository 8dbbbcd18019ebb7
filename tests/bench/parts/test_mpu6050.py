"""The MPU-6050: its registers, its sample rhythm, its FIFO and interrupts, its inputs."""

from math import atan2, degrees, hypot
from typing import Any

import pytest

from coursekit.bench.errors import BenchError
from coursekit.bench.parts import Mpu6050
from coursekit.bench.parts import mpu6050_map as reg
from tests.bench.parts.i2c_host import make, power, read, read_mem, write, write_mem

ADDRESS = 0x68
MS = 1000


def awake(t_us: int = 0, **attrs: str) -> Mpu6050:
    """A chip that was woken up at `t_us`."""
    chip = make(Mpu6050, 0, **attrs)
    write_mem(chip, t_us, ADDRESS, reg.PWR_MGMT_1, [0])
    return chip


def value(chip: Mpu6050, t_us: int, register: int) -> int:
    return read_mem(chip, t_us, ADDRESS, register, 1)[0]


def words(chip: Mpu6050, t_us: int) -> list[int]:
    """Acceleration, temperature, rotation, as they stand in the data registers."""
    data = read_mem(chip, t_us, ADDRESS, reg.ACCEL_XOUT_H, 14)
    return [int.from_bytes(data[i : i + 2], "big", signed=True) for i in range(0, 14, 2)]


def feels(chip: Mpu6050, t_us: int, **values: float) -> None:
    chip.do_set(t_us, **values)


def test_reset_values() -> None:
    chip = make(Mpu6050)
    # In one burst the pointer would stay at FIFO_R_W, so the last one is read by itself.
    found = read_mem(chip, 10, ADDRESS, 0, reg.FIFO_R_W) + b"\0"
    found += read_mem(chip, 10, ADDRESS, reg.WHO_AM_I, 1)
    assert {place: byte for place, byte in enumerate(found) if byte} == {0x6B: 0x40, 0x75: 0x68}


def test_asleep_it_measures_nothing() -> None:
    chip = make(Mpu6050)
    assert words(chip, 5_000 * MS) == [0] * 7
    assert value(chip, 5_000 * MS, reg.INT_STATUS) == 0


def test_the_first_sample_comes_a_period_after_it_was_woken() -> None:
    chip = awake(10 * MS)
    write_mem(chip, 10 * MS, ADDRESS, reg.CONFIG, [1])  # with the filter: 1 kHz
    assert words(chip, 11 * MS - 1) == [0] * 7
    assert words(chip, 11 * MS) == [0, 0, 16384, -4260, 0, 0, 0]


@pytest.mark.parametrize(
    ("setting", "lsb_per_g"), [(0x00, 16384), (0x08, 8192), (0x10, 4096), (0x18, 2048)]
)
def test_ranges_of_acceleration(setting: int, lsb_per_g: int) -> None:
    chip = awake(accelX="-1.5", accelZ="0.5")
    write_mem(chip, 0, ADDRESS, reg.ACCEL_CONFIG, [setting])
    assert words(chip, MS)[:3] == [round(-1.5 * lsb_per_g), 0, round(0.5 * lsb_per_g)]


@pytest.mark.parametrize(
    ("setting", "lsb_per_dps"), [(0x00, 131), (0x08, 65.5), (0x10, 32.8), (0x18, 16.4)]
)
def test_ranges_of_rotation(setting: int, lsb_per_dps: float) -> None:
    chip = awake(rotationX="100", rotationZ="-20")
    write_mem(chip, 0, ADDRESS, reg.GYRO_CONFIG, [setting])
    assert words(chip, MS)[4:] == [round(100 * lsb_per_dps), 0, round(-20 * lsb_per_dps)]


def test_what_is_out_of_range_stands_at_its_end() -> None:
    chip = awake(accelX="3", accelY="-3", rotationX="2000")
    assert words(chip, MS) == [32767, -32768, 16384, -4260, 32767, 0, 0]


@pytest.mark.parametrize("celsius", [-40.0, 0.0, 36.53, 85.0])
def test_temperature_formula(celsius: float) -> None:
    raw = words(awake(temperature=str(celsius)), MS)[3]
    assert raw / 340 + 36.53 == pytest.approx(celsius, abs=1 / 340)


@pytest.mark.parametrize(
    ("config", "divider", "period_us"),
    [(0, 0, 125), (7, 0, 125), (0, 7, 1000), (1, 0, 1000), (6, 9, 10_000), (3, 255, 256_000)],
)
def test_sample_rhythm(config: int, divider: int, period_us: int) -> None:
    chip = awake()
    write_mem(chip, 0, ADDRESS, reg.SMPLRT_DIV, [divider, config])
    assert words(chip, 3 * period_us)[2] == 16384
    feels(chip, 3 * period_us + 1, accel_z_g=0.5)
    assert words(chip, 4 * period_us - 1)[2] == 16384, "read too early: the old value"
    assert words(chip, 4 * period_us)[2] == 8192


def test_a_sample_is_of_its_own_time() -> None:
    chip = awake()
    write_mem(chip, 0, ADDRESS, reg.SMPLRT_DIV, [9, 1])  # every 10 ms
    feels(chip, 12 * MS, accel_z_g=0.25)
    assert words(chip, 15 * MS)[2] == 16384, "as it was at 10 ms"
    assert words(chip, 20 * MS)[2] == 4096


def test_a_burst_is_of_one_sample() -> None:
    chip = awake()
    write(chip, 1 * MS, ADDRESS, [reg.ACCEL_XOUT_H])
    assert chip.on_address(2 * MS, ADDRESS, read=True)
    first = [chip.on_read(2 * MS) for _ in range(4)]
    feels(chip, 2 * MS + 10, accel_z_g=0.0)
    rest = [chip.on_read(5 * MS) for _ in range(2)]
    assert [*first, *rest] == [0, 0, 0, 0, 0x40, 0]
    assert words(chip, 5 * MS)[2] == 0


def test_sleep_freezes_the_data() -> None:
    chip = awake()
    assert words(chip, MS)[2] == 16384
    write_mem(chip, MS, ADDRESS, reg.PWR_MGMT_1, [reg.SLEEP])
    feels(chip, MS, accel_z_g=0.0)
    assert words(chip, 900 * MS)[2] == 16384
    write_mem(chip, 900 * MS, ADDRESS, reg.PWR_MGMT_1, [0])
    assert words(chip, 901 * MS)[2] == 0


def test_standby_freezes_single_axes_and_the_thermometer() -> None:
    chip = awake(accelY="1", rotationZ="10", temperature="36.53")
    write_mem(chip, 0, ADDRESS, reg.PWR_MGMT_1, [reg.TEMP_DIS, 0b010001])
    feels(chip, 1, temperature_c=80)
    assert words(chip, MS) == [0, 0, 16384, 0, 0, 0, 0]


def test_cycle_mode_wakes_the_accelerometer_alone() -> None:
    chip = awake(rotationX="10")
    write_mem(chip, 0, ADDRESS, reg.PWR_MGMT_1, [reg.CYCLE, 0x40])  # 5 samples a second
    assert words(chip, 199 * MS)[2] == 0
    assert words(chip, 200 * MS)[2:5:2] == [16384, 0]


def test_device_reset_clears_itself_and_all_else() -> None:
    chip = awake()
    write_mem(chip, MS, ADDRESS, reg.ACCEL_CONFIG, [0x18])
    write_mem(chip, MS, ADDRESS, reg.PWR_MGMT_1, [reg.DEVICE_RESET])
    assert value(chip, 2 * MS, reg.PWR_MGMT_1) == 0x40
    assert value(chip, 2 * MS, reg.ACCEL_CONFIG) == 0
    assert words(chip, 20 * MS) == [0] * 7


def test_after_a_loss_of_power_it_sleeps_again() -> None:
    chip = awake()
    assert words(chip, MS)[2] == 16384
    chip.powered = False
    chip.on_power_lost(2 * MS)
    power(chip, 3 * MS)
    assert value(chip, 4 * MS, reg.PWR_MGMT_1) == 0x40
    assert words(chip, 9 * MS) == [0] * 7


def test_data_ready_is_read_once_a_sample() -> None:
    chip = awake()
    write_mem(chip, 0, ADDRESS, reg.CONFIG, [1])
    seen = [value(chip, t_us, reg.INT_STATUS) for t_us in (500, 1000, 1100, 2000, 2999)]
    assert seen == [0, 1, 0, 1, 0]


def test_any_read_clears_the_status_if_it_is_told_so() -> None:
    chip = awake()
    write_mem(chip, 0, ADDRESS, reg.CONFIG, [1])
    write_mem(chip, 0, ADDRESS, reg.INT_PIN_CFG, [reg.INT_RD_CLEAR])
    assert value(chip, 1000, reg.WHO_AM_I) == 0x68
    assert value(chip, 1001, reg.INT_STATUS) == 0


def with_fifo(wanted: int) -> Mpu6050:
    """Awake, a sample every 10 ms from 0 on, which goes into the FIFO."""
    chip = awake(accelX="1", rotationY="-1")
    write_mem(chip, 0, ADDRESS, reg.SMPLRT_DIV, [9, 1])
    write_mem(chip, 0, ADDRESS, reg.FIFO_EN, [wanted])
    write_mem(chip, 0, ADDRESS, reg.USER_CTRL, [reg.FIFO_ON])
    return chip


def count(chip: Mpu6050, t_us: int) -> int:
    return int.from_bytes(read_mem(chip, t_us, ADDRESS, reg.FIFO_COUNTH, 2), "big")


@pytest.mark.parametrize(
    ("wanted", "record"),
    [
        (0x08, "4000 0000 4000"),
        (0x70, "0000 ff7d 0000"),
        (0xF8, "4000 0000 4000 ef5c 0000 ff7d 0000"),
        (0x00, ""),
    ],
)
def test_fifo_holds_what_was_asked_for_in_order_of_registers(wanted: int, record: str) -> None:
    chip = with_fifo(wanted)
    data = bytes.fromhex(record)
    assert count(chip, 25 * MS) == 2 * len(data)
    assert read_mem(chip, 26 * MS, ADDRESS, reg.FIFO_R_W, 2 * len(data)) == 2 * data
    assert count(chip, 27 * MS) == 0


def test_fifo_lets_go_of_the_oldest_and_says_so() -> None:
    chip = with_fifo(0x08)
    assert value(chip, 1700 * MS, reg.INT_STATUS) == reg.DATA_RDY
    feels(chip, 1700 * MS + 1, accel_x_g=0.0)
    assert count(chip, 1_000_000 * MS) == 1024
    assert value(chip, 1_000_000 * MS, reg.INT_STATUS) == reg.DATA_RDY | reg.FIFO_OFLOW
    data = read_mem(chip, 1_000_000 * MS, ADDRESS, reg.FIFO_R_W, 1024)
    assert data == (bytes.fromhex("000000004000") * 171)[2:], "its start is torn, as on the chip"


def test_fifo_reset_and_an_empty_fifo() -> None:
    chip = with_fifo(0x08)
    assert read_mem(chip, 10 * MS, ADDRESS, reg.FIFO_R_W, 9) == bytes.fromhex("400000004000000000")
    write_mem(chip, 30 * MS, ADDRESS, reg.USER_CTRL, [reg.FIFO_RESET | reg.FIFO_ON])
    assert count(chip, 30 * MS) == 12, "it wants to be switched off for a reset"
    write_mem(chip, 30 * MS, ADDRESS, reg.USER_CTRL, [reg.FIFO_RESET])
    assert count(chip, 30 * MS) == 0
    assert value(chip, 30 * MS, reg.USER_CTRL) == 0


def test_tilt_can_be_worked_out_again() -> None:
    chip = awake(rotationX="5")
    chip.do_tilt(0, 30, -20)
    x, y, z, _, turn, _, _ = words(chip, MS)
    assert degrees(atan2(y, z)) == pytest.approx(30, abs=0.01)
    assert degrees(atan2(-x, hypot(y, z))) == pytest.approx(-20, abs=0.01)
    assert turn == 0


@pytest.mark.parametrize("angles", [(400, 0), (0, -400), (float("nan"), 0)])
def test_impossible_tilt(angles: Any) -> None:
    with pytest.raises(BenchError, match="chip1 tilts by -360 to 360 degrees"):
        make(Mpu6050).do_tilt(0, *angles)


def test_each_register_keeps_the_bits_that_can_be_written() -> None:
    writable = {place for place, mask in reg.WRITABLE.items() if mask}
    for register in sorted(set(range(256)) - {reg.FIFO_R_W}):
        chip = make(Mpu6050)
        before = value(chip, 0, register)
        assert write_mem(chip, 0, ADDRESS, register, [0x7F]) == [True] * 3
        expected = reg.WRITABLE[register] & 0x7F if register in writable else before
        assert value(chip, 0, register) == expected, hex(register)


@pytest.mark.parametrize("pattern", [0x00, 0x55, 0xAA, 0xFF])
def test_it_survives_whatever_is_written(pattern: int) -> None:
    chip = awake()
    for register in range(256):
        write_mem(chip, register * MS, ADDRESS, register, [pattern, 255 - pattern])
        assert len(read_mem(chip, register * MS + 500, ADDRESS, register, 3)) == 3
    assert len(read(chip, 10**12, ADDRESS, 300)) == 300
    write_mem(chip, 10**12, ADDRESS, reg.PWR_MGMT_1, [reg.DEVICE_RESET])
    assert value(chip, 10**12, reg.WHO_AM_I) == 0x68
