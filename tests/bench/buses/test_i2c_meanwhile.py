"""What happens on the bench during a call of an I2C controller happens in the middle of it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from coursekit.bench import Bench
from coursekit.bench.buses.i2c.calls import Port
from tests.bench.buses.chip import HARD, SOFT, by_the_long_road, desk, known_chip, set_up

both = pytest.mark.parametrize("port", [HARD, SOFT], ids=["I2C", "SoftI2C"])


@pytest.fixture(autouse=True, scope="module")
def chip_type() -> Iterator[None]:
    with known_chip():
        yield


def levels(table: Bench, gpio: int) -> list[int]:
    return list(table.trace[f"GP{gpio}"].values)


@both
def test_a_chip_that_loses_its_power_is_silent_from_there_on(port: Port) -> None:
    table = set_up(desk("d"), port)
    seen = [levels(table, gpio) for gpio in (4, 5)]
    table.at(3).cut_power("c")
    result = table.i2c.read(port, 1000, 0x50, 120, stop=True)
    assert result.status == 120
    assert result.data[:30] == bytes(range(30))
    assert result.data[-30:] == b"\xff" * 30
    table.at(20).restore_power("c")
    table.advance(20_000)
    # The wires were laid anew, and still what a controller does to its pins is no edge of theirs
    assert [levels(table, gpio) for gpio in (4, 5)] == seen
    assert table.i2c.read_memory(port, 21_000, 0x50, b"\x10", 2).data == b"\x10\x11"
    assert table.i2c.read_memory(port, 22_000, 0x51, b"\x10", 2).data == b"\x10\x11"
    assert not any(pin.group.quiet for pin in map(table.pin, (4, 5)))


@both
def test_a_wire_that_comes_off_leaves_what_the_pins_showed(port: Port) -> None:
    table = by_the_long_road(set_up(desk("d"), port))
    seen = [levels(table, gpio) for gpio in (4, 5)]
    table.at(3).unplug("d:SDA")
    table.at(4).plug("d:SDA")
    assert table.i2c.read(port, 1000, 0x50, 120, stop=True).data == bytes(range(120))
    assert [levels(table, gpio) for gpio in (4, 5)] == seen


@both
def test_a_chip_is_told_of_everything_in_order(port: Port) -> None:
    table = set_up(desk(), port)
    times: list[int] = []
    read = table.c.read_register

    def noted(t_us: int, register: int) -> int:
        times.append(t_us)
        value: int = read(t_us, register)
        return value

    table.c.read_register = noted
    for t_us in range(1100, 2000, 50):
        table.at(t_us / 1000).call(lambda: times.append(table.now_us))
    table.i2c.read(port, 1000, 0x50, 30, stop=True)
    assert len(times) > 30
    assert times == sorted(times)
