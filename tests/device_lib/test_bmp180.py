"""The driver of the BMP180, on a simulated one."""

from __future__ import annotations

import runpy
import sys
from collections.abc import Callable
from types import SimpleNamespace
from typing import cast

import pytest

from coursekit.bench.parts.bmp180_sums import (
    EXAMPLE,
    b5_of,
    pressure,
    temperature_dc,
    up_for,
    ut_for,
)
from tests.device_lib.conftest import MakeDesk
from tests.device_lib.desk import MODULES, Desk


@pytest.fixture
def desk(make_desk: MakeDesk) -> Desk:
    desk = make_desk("bmp1", "board-bmp180")
    desk.install("bmp180")
    desk.run("from bmp180 import BMP180\nbmp = BMP180(i2c)")
    return desk


@pytest.mark.parametrize("oversampling", range(4))
def test_values_over_the_range(desk: Desk, oversampling: int) -> None:
    desk.run(f"bmp = BMP180(i2c, oversampling={oversampling})")
    for celsius in (-40, -10.5, 0, 24.3, 85):
        for pascal in (30_000, 70_000, 101_325, 110_000):
            desk.bench.bmp1.set(temperature_c=celsius, pressure_pa=pascal)
            desk.run("bmp.measure()")
            assert desk.value("bmp.temperature()") == pytest.approx(celsius, abs=0.11)
            assert desk.value("bmp.pressure()") == pytest.approx(pascal, abs=12)


def test_the_example_of_the_data_sheet(desk: Desk) -> None:
    desk.run("bmp.compensate(27898, 23843)")
    assert desk.value("bmp.decicelsius, bmp.pascal") == (150, 69964)


class Small(int):
    """A number that a 32-bit board keeps without the heap; larger ones are an error."""

    def __new__(cls, value: int) -> Small:
        assert -(1 << 30) <= value < 1 << 30
        return super().__new__(cls, value)


def _small(name: str) -> Callable[..., Small]:
    return lambda *values: Small(getattr(int, name)(*values))


for _name in ("add", "sub", "mul", "floordiv", "mod", "lshift", "rshift", "and", "or"):
    setattr(Small, f"__{_name}__", _small(f"__{_name}__"))
    setattr(Small, f"__r{_name}__", _small(f"__r{_name}__"))


@pytest.fixture
def compensate(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """The driver's arithmetic, on this computer."""
    monkeypatch.setitem(sys.modules, "machine", SimpleNamespace(I2C=None))
    monkeypatch.setitem(sys.modules, "micropython", SimpleNamespace(const=lambda value: value))
    module = runpy.run_path(str(MODULES / "bmp180.py"))
    return cast("Callable[..., None]", module["BMP180"].compensate)


@pytest.mark.parametrize("oss", range(4))
def test_what_the_data_sheet_computes_in_numbers_that_need_no_heap(
    compensate: Callable[..., None], oss: int
) -> None:
    words = {f"_{name}": Small(word) for name, word in EXAMPLE._asdict().items()}
    bmp = SimpleNamespace(_oversampling=oss, decicelsius=0, pascal=0, **words)
    for celsius in range(-40, 86, 5):
        ut = ut_for(celsius)
        for pascal in range(30_000, 110_001, 2_477):
            up = up_for(pascal, oss, b5_of(ut))
            compensate(bmp, Small(ut), Small(up))
            assert (bmp.decicelsius, bmp.pascal) == (
                temperature_dc(ut),
                pressure(up, oss, b5_of(ut)),
            )
            assert type(bmp.pascal) is Small


def test_altitude(desk: Desk) -> None:
    desk.bench.bmp1.set(pressure_pa=89_875)  # 1000 m in the standard atmosphere
    desk.run("bmp.measure()")
    assert desk.value("bmp.altitude()") == pytest.approx(1000, abs=3)
    assert desk.value("bmp.altitude(89875)") == pytest.approx(0, abs=3)


def test_nothing_is_allocated(desk: Desk) -> None:
    assert desk.allocates("bmp.measure()") == 0


def test_a_measurement_lasts_as_long_as_the_data_sheet_says(desk: Desk) -> None:
    desk.run("import time")
    for oversampling, most_ms in enumerate((12, 15, 21, 34)):
        desk.run(f"bmp = BMP180(i2c, oversampling={oversampling})")
        desk.run("began = time.ticks_us()\nbmp.measure()\nlasted = time.ticks_us() - began")
        assert most_ms - 3 < desk.value("lasted") / 1000 < most_ms


def test_nobody_answers(desk: Desk) -> None:
    error = desk.error("BMP180(i2c, 0x76)")
    assert error.startswith("OSError: [Errno 5] EIO: no BMP180 at 0x76: check VCC, GND, SDA, SCL")
    desk.bench.unplug("bmp1:VCC")
    assert "no BMP180 at 0x77" in desk.error("BMP180(i2c)")


def test_bad_oversampling(desk: Desk) -> None:
    assert desk.error("BMP180(i2c, oversampling=4)").startswith("ValueError: oversampling must be")


def test_another_chip(make_desk: MakeDesk) -> None:
    desk = make_desk("lm1", "coursekit-lm75")
    desk.install("bmp180")
    error = desk.error("from bmp180 import BMP180\nBMP180(i2c, 0x48)")
    assert error.startswith("RuntimeError: the chip at 0x48 has the id 0x")
    assert "a BMP180 has 0x55" in error
