"""The driver of the LM75, on a simulated one."""

from __future__ import annotations

import pytest

from tests.device_lib.conftest import MakeDesk
from tests.device_lib.desk import Desk


@pytest.fixture
def desk(make_desk: MakeDesk) -> Desk:
    desk = make_desk("lm1", "coursekit-lm75", "lm1:OS pico:GP15")
    desk.install("lm75")
    desk.run("import time\nfrom lm75 import LM75\nlm = LM75(i2c)")
    return desk


@pytest.mark.parametrize("celsius", [-55, -25.5, -0.5, 0, 0.5, 23.5, 125])
def test_values_over_the_range(desk: Desk, celsius: float) -> None:
    desk.bench.lm1.set(temperature_c=celsius)
    desk.run("time.sleep_ms(300)\nlm.measure()")
    assert desk.value("lm.temperature()") == celsius
    assert desk.value("lm.eighths") == celsius * 8


@pytest.mark.parametrize(
    ("two", "eighths"), [("7ff0", 1023), ("00e0", 7), ("ffe0", -1), ("c900", -440)]
)
def test_eighths_of_a_degree_as_the_finer_ones_give_them(
    desk: Desk, two: str, eighths: int
) -> None:
    desk.run(f"""
class Fine:
    def readfrom_mem_into(self, addr, register, buf):
        buf[:] = bytes.fromhex("{two}")
""")
    assert desk.value("LM75(Fine()).eighths") == eighths


def test_the_alarm(desk: Desk) -> None:
    desk.run("os = Pin(15, Pin.IN, Pin.PULL_UP)\nlm.alarm(30, 28.5)")
    levels = []
    for celsius in (29, 31, 29, 28):
        desk.bench.lm1.set(temperature_c=celsius)
        desk.run("time.sleep_ms(300)")
        levels.append(desk.value("os.value()"))
    assert levels == [1, 0, 0, 1]


def test_an_alarm_below_zero_that_is_high_and_stays(desk: Desk) -> None:
    desk.run("os = Pin(15, Pin.IN, Pin.PULL_UP)")
    desk.run("lm.alarm(-5, -10.5, active_high=True, latched=True)")
    levels = []
    for celsius in (-12, -4, -12):
        desk.bench.lm1.set(temperature_c=celsius)
        desk.run("time.sleep_ms(300)")
        levels.append(desk.value("os.value()"))
    desk.run("lm.measure()")
    assert [*levels, desk.value("os.value()")][1:3] == [1, 1]


def test_shut_down_it_keeps_the_last_value(desk: Desk) -> None:
    desk.run("lm.shutdown()")
    desk.bench.lm1.set(temperature_c=60)
    desk.run("time.sleep_ms(300)\nlm.measure()")
    assert desk.value("lm.temperature()") == 24
    desk.run("lm.shutdown(False)\ntime.sleep_ms(300)\nlm.measure()")
    assert desk.value("lm.temperature()") == 60


def test_nothing_is_allocated(desk: Desk) -> None:
    assert desk.allocates("lm.measure()") == 0


def test_at_another_address(make_desk: MakeDesk) -> None:
    desk = make_desk("lm1", "coursekit-lm75", "lm1:A0 pico:3V3", "lm1:A2 pico:3V3")
    desk.install("lm75")
    desk.run("from lm75 import LM75\nlm = LM75(i2c, 0x4d)")
    assert desk.value("lm.temperature()") == 24
    error = desk.error("LM75(i2c)")
    assert error.startswith("OSError: [Errno 5] EIO: no LM75 at 0x48: check")
    assert "A0 to A2" in error


@pytest.mark.parametrize("limits", ["20, 20", "126, 20", "20, -56"])
def test_bad_limits(desk: Desk, limits: str) -> None:
    assert desk.error(f"lm.alarm({limits})").startswith("ValueError: until must be below above")
