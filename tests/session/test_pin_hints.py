"""Which pins fit, said after an error; the rules are held against the virtual board's own."""

from __future__ import annotations

from contextlib import closing

import pytest

from coursekit.boards.errors import RemoteError
from coursekit.boards.virtual import VirtualBoard
from coursekit.session.hints import what_now
from coursekit.session.pin_hints import pins_for, which_pins


@pytest.mark.parametrize(
    ("message", "line", "text"),
    [
        (
            "bad SCK pin",
            "spi = SPI(1, sck=Pin(2))",
            "SCK of SPI(1) can be GP10, GP14 or GP26.",
        ),
        (
            "bad TX pin",
            "u = UART(number, tx=Pin(2))",
            "TX of UART(0) can be GP0, GP12, GP16 or GP28, of UART(1) can be GP4, GP8 or GP20.",
        ),
        (
            "bad SDA pin",
            "I2C(id=0, sda=2)",
            "SDA of I2C(0) can be GP0, GP4, GP8, GP12, GP16, GP20",
        ),
        ("bad inversion mask", "UART(0, invert=9)", ""),
        ("bad FOO pin", "UART(0)", ""),
        ("invalid pin", "Pin(99)", ""),
    ],
)
def test_words(message: str, line: str, text: str) -> None:
    said = which_pins(message, line)
    assert said.startswith(text)
    assert bool(said) == bool(text)


def test_it_stands_under_the_traceback() -> None:
    error = RemoteError("ValueError", "bad RX pin", "", [])
    assert what_now(error, "uart = UART(0, rx=Pin(5))").startswith("RX of UART(0) can be GP1,")


def test_the_rules_are_the_boards() -> None:
    program = """
from machine import I2C, SPI, UART
def works(bus, block, role, gpio):
    try:
        bus(block, **{role: gpio})
        return True
    except ValueError:
        return False
fits = {}
for bus, roles in ((SPI, "sck mosi miso"), (UART, "tx rx cts rts"), (I2C, "sda scl")):
    for role in roles.split():
        for block in (0, 1):
            fits[role.upper(), block] = [n for n in range(29) if works(bus, block, role, n)]
"""
    with closing(VirtualBoard(fast_forward=True)) as board:
        board.exec(program)
        fits = board.eval("fits")
    assert isinstance(fits, dict)
    for (role, block), gpios in fits.items():
        assert pins_for(role, block) == [gpio for gpio in gpios if gpio not in (23, 24, 25)]
