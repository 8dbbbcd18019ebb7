"""Each module of the library on real firmware: it loads, and what its chip is like is read once."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing

import pytest

from coursekit.bench import Diagram
from coursekit.boards.emulated import EmulatedBoard
from tests.boards.emulated.firmware_for_tests import needed_firmware
from tests.device_lib.desk import MODULES, Desk

pytestmark = pytest.mark.timeout(900)  # the emulator computes slowly, more so on a busy computer

CHIPS = {
    "bmp180": ("bmp1", "board-bmp180"),
    "ds1307": ("rtc1", "wokwi-ds1307"),
    "eeprom": ("ee1", "coursekit-eeprom"),
    "i2c_tools": ("lm1", "coursekit-lm75"),
    "lm75": ("lm1", "coursekit-lm75"),
    "mpu6050": ("mpu1", "wokwi-mpu6050"),
    "ssd1306": ("oled1", "board-ssd1306"),
}
OpenDesk = Callable[..., Desk]


def _open(diagram: Diagram) -> EmulatedBoard:
    return EmulatedBoard(diagram, firmware=needed_firmware(), fast_forward=True)


@pytest.fixture
def open_desk() -> Iterator[OpenDesk]:
    """Opens a desk with the chip of a module, which is installed there."""
    with ExitStack() as stack:

        def open_it(module: str, **attrs: str) -> Desk:
            desk = Desk(*CHIPS[module], (), attrs, _open)
            stack.enter_context(closing(desk.board))
            desk.install(module)
            return desk

        yield open_it


def test_each_module_is_tried() -> None:
    assert set(CHIPS) == {path.stem for path in MODULES.glob("*.py")}


def test_bmp180(open_desk: OpenDesk) -> None:
    desk = open_desk("bmp180")
    desk.bench.bmp1.set(temperature_c=-10.5, pressure_pa=70_000)
    desk.run("from bmp180 import BMP180\nbmp = BMP180(i2c, oversampling=3)\nbmp.measure()")
    celsius, pascal = desk.value("(bmp.temperature(), bmp.pressure())")
    assert celsius == pytest.approx(-10.5, abs=0.11)
    assert pascal == pytest.approx(70_000, abs=12)


def test_ds1307(open_desk: OpenDesk) -> None:
    desk = open_desk("ds1307", initTime="2024-02-28T23:59:58")
    desk.run("import time\nfrom ds1307 import DS1307\nrtc = DS1307(i2c)\ntime.sleep(3)")
    assert desk.value("rtc.datetime()[:6]") == (2024, 2, 29, 3, 0, 0)


def test_eeprom(open_desk: OpenDesk) -> None:
    desk = open_desk("eeprom")
    data = bytes(range(40))  # goes over a border of pages
    desk.run("from eeprom import EEPROM\nee = EEPROM(i2c)")
    desk.run(f"ee.write(20, {data!r})")
    assert desk.value("ee.read(20, 40)") == data
    assert desk.bench.ee1.memory[20:60] == data


def test_i2c_tools(open_desk: OpenDesk) -> None:
    desk = open_desk("i2c_tools")
    assert desk.run("import i2c_tools\nprint(i2c_tools.scan_table(i2c))").count("48") == 1
    desk.bench.lm1.set(temperature_c=-5.5)
    desk.run("import time\ntime.sleep_ms(300)")
    assert desk.value("i2c_tools.read_int(i2c, 0x48, 0, 2)") == -5.5 * 256


def test_lm75(open_desk: OpenDesk) -> None:
    desk = open_desk("lm75")
    desk.bench.lm1.set(temperature_c=-25.5)
    desk.run("import time\nfrom lm75 import LM75\nlm = LM75(i2c)\ntime.sleep_ms(300)\nlm.measure()")
    assert desk.value("lm.temperature()") == -25.5


def test_mpu6050(open_desk: OpenDesk) -> None:
    desk = open_desk("mpu6050")
    desk.bench.mpu1.set(accel_x_g=-0.6, accel_y_g=0.5, accel_z_g=-0.25)
    desk.run("import time\nfrom mpu6050 import MPU6050\nmpu = MPU6050(i2c)\ntime.sleep_ms(10)")
    desk.run("mpu.measure()")
    assert desk.value("mpu.acceleration()") == pytest.approx((-0.6, 0.5, -0.25), abs=0.001)


def test_ssd1306(open_desk: OpenDesk) -> None:
    desk = open_desk("ssd1306")
    desk.run("from ssd1306 import SSD1306_I2C\noled = SSD1306_I2C(128, 64, i2c)")
    desk.run("oled.pixel(3, 50, 1)\noled.show()")
    rows = desk.bench.oled1.state()["pixels"]
    lit = {(x, y) for y, row in enumerate(rows) for x, point in enumerate(row) if point}
    assert lit == {(3, 50)}
