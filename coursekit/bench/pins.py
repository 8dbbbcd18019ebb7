"""The words in which board and bench speak of a GPIO: mode, pull, edge.

The numbers are those of `machine.Pin` on the rp2 port, so that the virtual board
can pass on what the program said without a table in between.
"""

from enum import IntEnum, IntFlag

ONBOARD_LED = 64
"""The Pico W's LED hangs on its WiFi chip, not on a GPIO; the bench gives it this number."""

GPIOS = (*range(30), ONBOARD_LED)
"""Every number that the board may name: the RP2040's 30 GPIOs and the on-board LED."""


class Mode(IntEnum):
    """What a pin does. ALT and ANALOG leave it without a driver, as an input does."""

    IN = 0
    OUT = 1
    OPEN_DRAIN = 2
    ALT = 3
    ANALOG = 4


class Pull(IntFlag):
    """The pad's weak resistors. Both at once keep the level that the pin has (bus keep)."""

    NONE = 0
    UP = 1
    DOWN = 2


class Edge(IntFlag):
    """Which changes of level a board asks to be told of; the numbers of the RP2040's GPIO IRQs."""

    NONE = 0
    FALLING = 4
    RISING = 8
    BOTH = 12


def gpio_name(gpio: int) -> str:
    """The name of a GPIO in traces and messages: "GP15", or "LED" for the on-board LED."""
    return "LED" if gpio == ONBOARD_LED else f"GP{gpio}"
