"""A bench with a BMP180, an LM75, a memory and a display on one bus, for tests of checks."""

from __future__ import annotations

I2C_DIAGRAM = {
    "version": 1,
    "parts": [
        {"type": "board-pi-pico-w", "id": "pico"},
        {"type": "board-bmp180", "id": "bmp1"},
        {"type": "coursekit-lm75", "id": "lm1"},
        {"type": "coursekit-eeprom", "id": "rom1"},
        {"type": "wokwi-led", "id": "led1"},
        {"type": "board-ssd1306", "id": "oled1"},
    ],
    "connections": [
        ["bmp1:VCC", "pico:3V3", "red", []],
        ["bmp1:GND", "pico:GND.1", "black", []],
        ["bmp1:SDA", "pico:GP4", "green", []],
        ["bmp1:SCL", "pico:GP5", "blue", []],
        ["lm1:VCC", "pico:3V3", "red", []],
        ["lm1:GND", "pico:GND.2", "black", []],
        ["lm1:SDA", "pico:GP4", "green", []],
        ["lm1:SCL", "pico:GP5", "blue", []],
        ["lm1:A0", "pico:GND.3", "black", []],
        ["lm1:A1", "pico:GND.3", "black", []],
        ["lm1:A2", "pico:GND.3", "black", []],
        ["rom1:VCC", "pico:3V3", "red", []],
        ["rom1:GND", "pico:GND.5", "black", []],
        ["rom1:SDA", "pico:GP4", "green", []],
        ["rom1:SCL", "pico:GP5", "blue", []],
        ["oled1:VCC", "pico:3V3", "red", []],
        ["oled1:GND", "pico:GND.4", "black", []],
        ["oled1:SDA", "pico:GP4", "green", []],
        ["oled1:SCL", "pico:GP5", "blue", []],
    ],
}
