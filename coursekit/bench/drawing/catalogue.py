"""Which shape draws which part type of a `diagram.json`."""

from __future__ import annotations

from collections.abc import Callable, Collection

from coursekit.bench.drawing import chips, controls, display, lights
from coursekit.bench.drawing.board import pico
from coursekit.bench.drawing.shape import Attrs, Shape

_SHAPES: dict[str, Callable[[Attrs], Shape]] = {
    "wokwi-led": lights.led,
    "wokwi-rgb-led": lights.rgb_led,
    "wokwi-neopixel": lights.neopixel,
    "wokwi-led-ring": lights.led_ring,
    "coursekit-neopixel-strip": lights.strip,
    "wokwi-led-strip": lambda attrs: lights.strip(attrs, "VDD", "VSS"),
    "wokwi-resistor": controls.resistor,
    "wokwi-pushbutton": controls.pushbutton,
    "wokwi-slide-switch": controls.slide_switch,
    "wokwi-potentiometer": controls.potentiometer,
    "wokwi-buzzer": controls.buzzer,
    "wokwi-servo": controls.servo,
    "board-bmp180": chips.bmp180,
    "wokwi-mpu6050": chips.mpu6050,
    "wokwi-ds1307": chips.ds1307,
    "board-ssd1306": display.ssd1306,
    "coursekit-lm75": chips.lm75,
    "coursekit-eeprom": chips.eeprom,
    "coursekit-24c32": chips.eeprom,
    "coursekit-mcp3008": chips.mcp3008,
    "wokwi-74hc595": chips.shift_register,
    "coursekit-serial-terminal": display.serial_terminal,
}
_BOARDS = {"board-pi-pico-w": True, "wokwi-pi-pico-w": True, "board-pi-pico": False,
           "wokwi-pi-pico": False}  # fmt: skip


def shape_of(kind: str, attrs: Attrs, used_pins: Collection[str]) -> Shape:
    """Return the shape of a part type; a labelled box with its used pins for an unknown one."""
    if kind in _BOARDS:
        return pico(used_pins, wireless=_BOARDS[kind])
    make = _SHAPES.get(kind)
    return make(attrs) if make else controls.labelled_box(kind, sorted(used_pins))
