"""SoftI2C where its source is odd, for the simulation is to be as odd as that."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from coursekit.bench.buses.i2c.calls import Port
from tests.bench.buses.chip import HARD, SOFT, desk, known_chip, set_up

ENODEV, ETIMEDOUT = -19, -110


@pytest.fixture(autouse=True, scope="module")
def chip_type() -> Iterator[None]:
    with known_chip():
        yield


@pytest.mark.parametrize("port", [HARD, SOFT], ids=["I2C", "SoftI2C"])
def test_with_a_timeout_of_0_nothing_is_in_time(port: Port) -> None:
    port = port._replace(timeout_us=0)
    table = set_up(desk(), port)
    # The counter of microseconds is at 0 also where SCL is high at once
    assert table.i2c.write(port, 1000, 0x50, b"", stop=True).status == ETIMEDOUT
    assert table.i2c.read(port, 2000, 0x50, 1, stop=True).status == ETIMEDOUT
    assert table.i2c.read_memory(port, 3000, 0x50, b"\0", 1).status == ETIMEDOUT


def test_an_address_that_nobody_acknowledges_is_the_error_also_where_the_stop_fails() -> None:
    table = set_up(desk(), SOFT)
    scl = table.c._sinks["SCL"]
    table.schedule(1046, lambda t_us: table.set_control(scl, 1.0, t_us))  # after the ninth clock
    assert table.i2c.read(SOFT, 1000, 0x33, 1, stop=True).status == ENODEV
    table.set_control(scl, 0.0, table.now_us)
    table.schedule(201_046, lambda t_us: table.set_control(scl, 1.0, t_us))
    assert table.i2c.write(SOFT, 201_000, 0x33, b"1", stop=True).status == ENODEV


def test_a_transfer_without_an_end_takes_little_memory() -> None:
    table = set_up(desk(), SOFT)
    table.i2c.primitive(SOFT, 1000, lambda soft, lines: soft.start(lines))
    t_us = 2000
    for _ in range(4):
        t_us = table.i2c.primitive(
            SOFT, t_us, lambda soft, lines: soft.write_bytes(lines, b"\xa0" + bytes(99))
        ).end_us
    table.i2c.primitive(SOFT, t_us, lambda soft, lines: soft.stop(lines))
    (found,) = table.transactions()
    assert (len(found.data), found.data_acks) == (399, 399)
