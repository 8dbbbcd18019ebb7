"""The pins of a Raspberry Pi Pico W as Wokwi names them, and the rails among them.

The bench has no other board yet; a second one would be a second table like this.
"""

from coursekit.bench.pins import gpio_name

BOARD_TYPES = ("board-pi-pico-w", "wokwi-pi-pico")

GROUNDS = (*(f"GND.{n}" for n in range(1, 9)), "AGND")

RAILS: dict[str, float] = {
    **dict.fromkeys(GROUNDS, 0.0),
    "3V3": 3.3,
    "ADC_VREF": 3.3,
    "VBUS": 5.0,
    "VSYS": 5.0,
}
"""Volts of each supply pin when the board is powered over USB (Pico W datasheet, pinout)."""

GPIO_OF: dict[str, int] = {gpio_name(n): n for n in (*range(23), 26, 27, 28)}
"""The GPIOs that reach the edge of the board; 23, 24, 25 and 29 serve the WiFi chip."""

BOARD_PINS = (*GPIO_OF, *RAILS, "3V3_EN", "RUN", "TP4", "TP5")
