"""Which pins a bus of the board can use: what to do next after "bad SCK pin" and the like.

The rules are those of the rp2 port (machine_spi.c, machine_uart.c, machine_i2c.c) for an RP2040.
"""

from __future__ import annotations

import re
from collections.abc import Callable

_OUTSIDE = (*range(23), 26, 27, 28)
"""GPIOs that a Pico has pins for."""

_BLOCKS: dict[str, Callable[[int], int]] = {
    "SPI": lambda gpio: gpio >> 3 & 1,
    "UART": lambda gpio: gpio + 4 >> 3 & 1,
    "I2C": lambda gpio: gpio >> 1 & 1,
}
_ROLES: dict[str, tuple[str, Callable[[int], bool]]] = {
    "MISO": ("SPI", lambda gpio: gpio & 3 == 0),
    "SCK": ("SPI", lambda gpio: gpio & 3 == 2),
    "MOSI": ("SPI", lambda gpio: gpio & 3 == 3),
    "TX": ("UART", lambda gpio: gpio & 3 == 0),
    "RX": ("UART", lambda gpio: gpio & 3 == 1),
    "CTS": ("UART", lambda gpio: gpio & 3 == 2),
    "RTS": ("UART", lambda gpio: gpio & 3 == 3),
    "SDA": ("I2C", lambda gpio: gpio & 1 == 0),
    "SCL": ("I2C", lambda gpio: gpio & 1 == 1),
}
_MESSAGE = re.compile(r"bad (\w+) pin")


def pins_for(role: str, block: int) -> list[int]:
    """GPIOs that can be, say, "SCK" of SPI block 0. Raises KeyError for an unknown role."""
    bus, fits = _ROLES[role]
    return [gpio for gpio in _OUTSIDE if fits(gpio) and _BLOCKS[bus](gpio) == block]


def which_pins(message: str, line: str) -> str:
    """What to write instead after such a message; empty for any other one.

    `line` is the line of source: it names the block, as in `SPI(1, sck=Pin(2))`.
    """
    found = _MESSAGE.fullmatch(message)
    if not found or found[1] not in _ROLES:
        return ""
    role = found[1]
    bus = _ROLES[role][0]
    named = re.search(rf"\b{bus}\((?:id *= *)?([01])\b", line)
    blocks = [int(named[1])] if named else [0, 1]
    ways = [f"of {bus}({block}) can be {_either(pins_for(role, block))}" for block in blocks]
    return f"{role} {', '.join(ways)}."


def _either(gpios: list[int]) -> str:
    *most, last = (f"GP{gpio}" for gpio in gpios)
    return f"{', '.join(most)} or {last}"
