"""Numbers that the files of the wiring share."""

from __future__ import annotations

from coursekit.bench import ONBOARD_LED

BENCH_GPIO = (*range(25), ONBOARD_LED, *range(26, 30))
"""The bench's number for each GPIO of the chip. A Pico has its LED on GPIO25."""

# Functions of a pin (RP2040 datasheet, 2.19.2)
FUNCTION_PWM, FUNCTION_SIO = 4, 5
FUNCTIONS_PIO = (6, 7)
FUNCTION_NONE = 31
