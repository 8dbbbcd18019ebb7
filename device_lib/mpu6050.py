"""Driver for the MPU6050 (InvenSense), which measures acceleration and rotation in three axes.

Names of registers are those of its register map, RM-MPU-6000A.
"""

import time
from array import array

from machine import I2C
from micropython import const

_SMPLRT_DIV = const(0x19)
_CONFIG = const(0x1A)
_GYRO_CONFIG = const(0x1B)
_ACCEL_CONFIG = const(0x1C)
_ACCEL_XOUT_H = const(0x3B)
_PWR_MGMT_1 = const(0x6B)
_WHO_AM_I = const(0x75)
_RESET = const(0x80)
_SLEEP = const(0x40)
_GYRO_CLOCK = const(0x01)

_ACCEL_G = (2, 4, 8, 16)
_GYRO_DPS = (250, 500, 1000, 2000)
# Steps for each g, and for each degree per second.
_ACCEL_STEPS = (16384, 8192, 4096, 2048)
_GYRO_STEPS = (131, 65.5, 32.8, 16.4)
_LOW_PASS_HZ = (260, 184, 94, 44, 21, 10, 5)


class MPU6050:
    """An MPU6050: `mpu.measure()`, then `mpu.acceleration()` and `mpu.rotation()`.

    addr: 0x68, or 0x69 with AD0 high. accel_g: 2, 4, 8 or 16, the largest acceleration in g.
    gyro_dps: 250, 500, 1000 or 2000, the fastest rotation in degrees per second. low_pass_hz: 260,
    184, 94, 44, 21, 10 or 5, what its filter lets through.
    Raises OSError if nothing answers, RuntimeError if it is no MPU6050. Starting takes 0.2 seconds.
    """

    def __init__(
        self,
        i2c: I2C,
        addr: int = 0x68,
        accel_g: int = 2,
        gyro_dps: int = 250,
        low_pass_hz: int = 44,
    ) -> None:
        accel_range = _index("accel_g", _ACCEL_G, accel_g)
        gyro_range = _index("gyro_dps", _GYRO_DPS, gyro_dps)
        low_pass = _index("low_pass_hz", _LOW_PASS_HZ, low_pass_hz)
        self._i2c = i2c
        self._addr = addr
        self._accel_steps = _ACCEL_STEPS[accel_range]
        self._gyro_steps = _GYRO_STEPS[gyro_range]
        self._command = bytearray(2)
        self._one = bytearray(1)
        self._out = bytearray(14)
        self.raw = array("h", (0, 0, 0, 0, 0, 0, 0))
        try:
            i2c.readfrom_mem_into(addr, _WHO_AM_I, self._one)
        except OSError as error:
            raise OSError(
                error.errno,
                f"no MPU6050 at 0x{addr:02x}: check VCC, GND, SDA, SCL, and AD0 (low: 0x68, high: "
                "0x69); i2c.scan() lists who answers",
            ) from None
        if self._one[0] != 0x68:
            raise RuntimeError(
                f"the chip at 0x{addr:02x} answers 0x{self._one[0]:02x} to who-am-I, an MPU6050 "
                "0x68 (an MPU6500 0x70; a DS1307, with the same address, has no such register)"
            )
        self._write(_PWR_MGMT_1, _RESET)
        time.sleep_ms(100)
        self._write(_PWR_MGMT_1, _GYRO_CLOCK)
        self._write(_CONFIG, low_pass)
        self._write(_SMPLRT_DIV, 0)
        self._write(_GYRO_CONFIG, gyro_range << 3)
        self._write(_ACCEL_CONFIG, accel_range << 3)
        time.sleep_ms(100)

    def measure(self) -> None:
        """Read all seven values, which belong together. Allocates nothing.

        Afterwards `raw` has them as the chip gives them: acceleration x, y, z, the temperature,
        rotation x, y, z.
        """
        out = self._out
        raw = self.raw
        self._i2c.readfrom_mem_into(self._addr, _ACCEL_XOUT_H, out)
        for i in range(7):
            value = out[2 * i] << 8 | out[2 * i + 1]
            raw[i] = value - 0x10000 if value & 0x8000 else value

    def acceleration(self) -> tuple[float, float, float]:
        """Acceleration in x, y and z in g, when it was measured last. At rest it adds up to 1 g."""
        raw = self.raw
        steps = self._accel_steps
        return raw[0] / steps, raw[1] / steps, raw[2] / steps

    def rotation(self) -> tuple[float, float, float]:
        """Rotation about x, y and z in degrees per second, when it was measured last."""
        raw = self.raw
        steps = self._gyro_steps
        return raw[4] / steps, raw[5] / steps, raw[6] / steps

    def temperature(self) -> float:
        """The chip's own temperature in degrees Celsius, when it was measured last."""
        return self.raw[3] / 340 + 36.53

    def sleep(self, on: bool = True) -> None:
        """Stop measuring, which saves power: the last values stay. on=False: measure again."""
        self._write(_PWR_MGMT_1, _SLEEP | _GYRO_CLOCK if on else _GYRO_CLOCK)
        if not on:
            time.sleep_ms(50)

    def _write(self, register: int, value: int) -> None:
        self._command[0] = register
        self._command[1] = value
        self._i2c.writeto(self._addr, self._command)


def _index(name: str, choices: tuple[int, ...], chosen: int) -> int:
    if chosen not in choices:
        raise ValueError(f"{name} must be one of {choices}")
    return choices.index(chosen)
