"""The parts of the bench, one file for each kind. Importing this fills PART_TYPES."""

from coursekit.bench.parts.base import PART_TYPES, Part
from coursekit.bench.parts.bmp180 import Bmp180
from coursekit.bench.parts.button import PushButton
from coursekit.bench.parts.buzzer import Buzzer
from coursekit.bench.parts.ds1307 import Ds1307
from coursekit.bench.parts.eeprom import Eeprom
from coursekit.bench.parts.led import Led, OnboardLed
from coursekit.bench.parts.lm75 import Lm75
from coursekit.bench.parts.mcp3008 import Mcp3008
from coursekit.bench.parts.mpu6050 import Mpu6050
from coursekit.bench.parts.neopixel import LedRing, LedStrip, NeoPixel, NeoPixelPart, NeoPixelStrip
from coursekit.bench.parts.potentiometer import Potentiometer
from coursekit.bench.parts.resistor import Resistor
from coursekit.bench.parts.rgb_led import RgbLed
from coursekit.bench.parts.serial_terminal import SerialTerminal
from coursekit.bench.parts.servo import Servo
from coursekit.bench.parts.shift_register import ShiftRegister
from coursekit.bench.parts.ssd1306 import Ssd1306
from coursekit.bench.parts.switch import SlideSwitch

__all__ = [
    "PART_TYPES",
    "Bmp180",
    "Buzzer",
    "Ds1307",
    "Eeprom",
    "Led",
    "LedRing",
    "LedStrip",
    "Lm75",
    "Mcp3008",
    "Mpu6050",
    "NeoPixel",
    "NeoPixelPart",
    "NeoPixelStrip",
    "OnboardLed",
    "Part",
    "Potentiometer",
    "PushButton",
    "Resistor",
    "RgbLed",
    "SerialTerminal",
    "Servo",
    "ShiftRegister",
    "SlideSwitch",
    "Ssd1306",
]
