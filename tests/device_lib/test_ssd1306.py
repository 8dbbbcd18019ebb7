"""The driver of displays with an SSD1306, on simulated ones."""

from __future__ import annotations

from random import Random

import pytest

from tests.device_lib.conftest import MakeDesk
from tests.device_lib.desk import Desk


def display(make_desk: MakeDesk, height: int, address: str = "0x3c") -> Desk:
    desk = make_desk("oled1", "board-ssd1306", height=str(height), i2cAddress=address)
    desk.install("ssd1306")
    desk.run("from ssd1306 import SSD1306_I2C")
    desk.run(f"oled = SSD1306_I2C(128, {height}, i2c, {address})")
    return desk


@pytest.fixture
def desk(make_desk: MakeDesk) -> Desk:
    return display(make_desk, 64)


def lit(desk: Desk) -> set[tuple[int, int]]:
    """The points that are lit, x from the left, y from the top."""
    rows = desk.bench.oled1.state()["pixels"]
    return {(x, y) for y, row in enumerate(rows) for x, point in enumerate(row) if point}


def test_it_starts_dark_and_on(desk: Desk) -> None:
    assert lit(desk) == set()
    assert len(desk.bench.oled1.state()["pixels"]) == 64


@pytest.mark.parametrize("height", [32, 64])
def test_each_point_is_where_it_was_drawn(make_desk: MakeDesk, height: int) -> None:
    desk = display(make_desk, height)
    random = Random(height)
    points = {(random.randrange(128), random.randrange(height)) for _ in range(60)}
    points |= {(0, 0), (127, 0), (0, height - 1), (127, height - 1)}
    desk.run(f"for x, y in {sorted(points)}: oled.pixel(x, y, 1)")
    assert lit(desk) == set()
    desk.run("oled.show()")
    assert lit(desk) == points


def test_inverse_upside_down_and_off(desk: Desk) -> None:
    desk.run("oled.pixel(3, 5, 1)\noled.show()\noled.invert(True)")
    assert len(lit(desk)) == 128 * 64 - 1
    assert (3, 5) not in lit(desk)
    desk.run("oled.invert(False)\noled.rotate(True)\noled.show()")
    assert lit(desk) == {(124, 58)}
    desk.run("oled.poweroff()")
    assert lit(desk) == set()
    desk.run("oled.rotate(False)\noled.show()\noled.poweron()")
    assert lit(desk) == {(3, 5)}


def test_contrast(desk: Desk) -> None:
    desk.run("oled.contrast(17)")
    assert desk.bench.oled1.state()["contrast"] == 17


def test_drawing_is_that_of_framebuf(desk: Desk) -> None:
    desk.run("oled.text('Hi', 0, 0)\noled.hline(10, 20, 5, 1)\noled.show()")
    assert {(x, 20) for x in range(10, 15)} < lit(desk)
    assert {x // 8 for x, y in lit(desk) if y < 8} == {0, 1}


@pytest.mark.parametrize("method", ["contrast(100)", "invert(1)"])
def test_nothing_is_allocated(desk: Desk, method: str) -> None:
    assert desk.allocates(f"oled.{method}") == 0


QUIET = """
class Quiet:
    def writeto(self, addr, buf):
        pass

oled._i2c = Quiet()
"""


def test_nothing_is_allocated_for_a_picture(desk: Desk) -> None:
    desk.run(QUIET)  # the virtual board's I2C copies a memoryview, a real one does not
    assert desk.allocates("oled.show()") == 0


def test_a_slow_bus_is_not_taken_for_longer_than_an_rp2_waits(desk: Desk) -> None:
    desk.run("i2c = I2C(0, sda=Pin(4), scl=Pin(5), freq=100_000)")
    desk.run("oled = SSD1306_I2C(128, 64, i2c)\noled.fill(1)\noled.show()")
    assert len(lit(desk)) == 128 * 64
    lasted_us = [t.end_us - t.start_us for t in desk.bench.transactions(desk.bench.oled1)]
    assert 10_000 < max(lasted_us) < 50_000


def test_how_long_a_picture_takes(desk: Desk) -> None:
    desk.run("import time\nbegan = time.ticks_us()\noled.show()\ntook = time.ticks_us() - began")
    assert desk.value("took") / 1000 == pytest.approx(24, abs=3)


def test_at_another_address(make_desk: MakeDesk) -> None:
    desk = display(make_desk, 64, "0x3d")
    desk.run("oled.pixel(1, 1, 1)\noled.show()")
    assert lit(desk) == {(1, 1)}
    error = desk.error("SSD1306_I2C(128, 64, i2c)")
    assert error.startswith("OSError: [Errno 5] EIO: no display at 0x3c: check VCC, GND, SDA, SCL")


@pytest.mark.parametrize("size", ["129, 64", "0, 64", "128, 40"])
def test_bad_size(desk: Desk, size: str) -> None:
    assert desk.error(f"SSD1306_I2C({size}, i2c)").startswith("ValueError: the display must be up")
