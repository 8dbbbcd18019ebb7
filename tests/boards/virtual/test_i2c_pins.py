"""A pin has one function: an I2C block whose pins serve somebody else hears and reaches nothing."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing

import pytest

from coursekit.bench import Diagram
from coursekit.boards.virtual import VirtualBoard
from tests.bench.buses.chip import known_chip, wires
from tests.bench.diagrams import data, part
from tests.boards.trying import TRYING

LATE = "OSError: [Errno 110] ETIMEDOUT"


@pytest.fixture
def board() -> Iterator[VirtualBoard]:
    with known_chip():
        diagram = Diagram.from_dict(data([part("c", "test-chip")], wires("c")))
        with closing(VirtualBoard(diagram, fast_forward=True)) as board:
            board.exec(TRYING)
            board.exec("from machine import ADC, I2C, PWM, Pin, SoftI2C, SPI, UART\ni2c = I2C(0)")
            yield board


@pytest.mark.parametrize(
    "other",
    [
        "UART(1, tx=4, rx=5)",
        "SPI(0, sck=2, mosi=3, miso=4)",
        "PWM(5, freq=1000, duty_u16=100)",
        "Pin(4, Pin.OUT, value=1)",
        "Pin(5, Pin.IN)",
        "SoftI2C(5, 4)",
    ],
)
def test_a_block_without_its_pins_times_out_until_it_takes_them_again(
    board: VirtualBoard, other: str
) -> None:
    assert board.eval("i2c.readfrom(80, 1)") == b"\0"
    board.exec(f"other = {other}")
    assert board.eval("attempt(lambda: i2c.readfrom(80, 1))") == LATE
    assert board.eval("attempt(lambda: i2c.writeto(80, b'1'))") == LATE
    assert board.eval("i2c.scan()") == [80]  # SoftI2C on the pins, and then they are the block's
    assert board.eval("i2c.readfrom_mem(80, 2, 1)") == b"\2"


def test_softi2c_without_its_pins_hears_the_levels_and_reaches_nothing(board: VirtualBoard) -> None:
    board.exec("soft = SoftI2C(5, 4)\ni2c = I2C(0, freq=100_000)")
    assert board.eval("attempt(lambda: soft.readfrom(80, 1))") == "OSError: [Errno 19] ENODEV"
