"""Programs on the board talk to motion sensor, memory chip and display over machine.I2C."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from coursekit.boards.virtual import VirtualBoard
from tests.bench.diagrams import part
from tests.boards.virtual.i2c_desk import BUSES, board_with_bus, value_of

PARTS = [
    part("imu1", "wokwi-mpu6050", accelX="0.5", rotationZ="-100"),
    part("mem1", "coursekit-eeprom"),
    part("oled1", "board-ssd1306"),
]
WIRES = [
    "pico:3V3 imu1:VCC", "pico:GND.1 imu1:GND", "pico:GP4 imu1:SDA", "pico:GP5 imu1:SCL",
    "imu1:AD0 pico:3V3", "imu1:INT pico:GP16",
    "pico:3V3 mem1:VCC", "pico:GND.2 mem1:GND", "pico:GP4 mem1:SDA", "pico:GP5 mem1:SCL",
    "mem1:WP pico:GP17",
    "pico:3V3 oled1:VCC", "pico:GND.3 oled1:GND", "pico:GP4 oled1:SDA", "pico:GP5 oled1:SCL",
]  # fmt: skip


@pytest.fixture(params=BUSES)
def fast(request: pytest.FixtureRequest) -> Iterator[VirtualBoard]:
    with board_with_bus(PARTS, WIRES, request.param) as board:
        yield board


def test_all_are_found(fast: VirtualBoard) -> None:
    assert fast.eval("i2c.scan()") == [0x3C, 0x50, 0x69]
    assert [fault.kind for fault in fast.bench.faults()] == []


MOTION = """
def motion():
    return struct.unpack(">7h", i2c.readfrom_mem(0x69, 0x3B, 14))
asleep = motion()
i2c.writeto_mem(0x69, 0x6B, b"\\0")
time.sleep_ms(2)
awake = motion()
"""


def test_the_motion_sensor_must_be_woken(fast: VirtualBoard) -> None:
    found = value_of(fast, MOTION, "asleep, awake")
    assert found == ((0,) * 7, (8192, 0, 16384, -4260, 0, 0, -13100))
    fast.bench.imu1.tilt(roll_deg=90)
    fast.exec("time.sleep_ms(2)")
    assert fast.eval("motion()") == (0, 16384, 0, -4260, 0, 0, 0)


RHYTHM = """
i2c.writeto_mem(0x69, 0x6B, b"\\0")
i2c.writeto_mem(0x69, 0x19, b"\\x63\\x01")  # ten samples a second
seen = []
pin = Pin(16, Pin.IN)
pin.irq(lambda pin: seen.append(time.ticks_ms()), Pin.IRQ_RISING)
i2c.writeto_mem(0x69, 0x38, b"\\x01")
time.sleep_ms(1030)
i2c.writeto_mem(0x69, 0x38, b"\\0")
time.sleep_ms(500)
steps = [b - a for a, b in zip(seen, seen[1:])]
"""


def test_its_interrupt_comes_with_each_sample(fast: VirtualBoard) -> None:
    count, steps = value_of(fast, RHYTHM, "len(seen), steps")
    assert count == 10
    assert all(99 <= step <= 101 for step in steps)
    edges = fast.bench.trace["GP16"].pulses()
    assert {pulse.width_us for pulse in edges} == {50}


LATCHED = """
i2c.writeto_mem(0x69, 0x6B, b"\\0")
i2c.writeto_mem(0x69, 0x19, b"\\x63\\x01")
i2c.writeto_mem(0x69, 0x37, b"\\xa0\\x01")  # active low, held until the status is read
pin = Pin(16, Pin.IN)
levels = [pin.value()]
time.sleep_ms(250)
levels.append(pin.value())
status = i2c.readfrom_mem(0x69, 0x3A, 1)[0]
levels.append(pin.value())
time.sleep_ms(100)
levels.append(pin.value())
"""


def test_an_interrupt_can_be_held_until_the_status_is_read(fast: VirtualBoard) -> None:
    assert value_of(fast, LATCHED, "levels, status") == ([1, 0, 1, 0], 1)
    fast.bench.imu1.cut_power()
    fast.bench.imu1.restore_power()
    assert fast.eval("i2c.readfrom_mem(0x69, 0x6B, 1)") == b"\x40"


MEMORY = """
def store(place, data):
    i2c.writeto(0x50, struct.pack(">H", place) + data)
    tries = 0
    while True:
        try:
            i2c.writeto(0x50, b"")
            return tries
        except OSError:
            tries += 1
begin = time.ticks_us()
tries = store(0x0FFE, b"xyz")
took_us = time.ticks_diff(time.ticks_us(), begin)
back = i2c.readfrom_mem(0x50, 0x0FDF, 34, addrsize=16)
"""


def test_the_memory_chip_is_polled_until_it_has_stored(fast: VirtualBoard) -> None:
    tries, took_us, back = value_of(fast, MEMORY, "tries, took_us, back")
    assert tries > 10
    assert 5000 < took_us < 5500
    assert back == b"\xff" + b"z" + b"\xff" * 29 + b"xy" + b"\xff"
    assert fast.bench.mem1.memory == b"\xff" * 0xFE0 + b"z" + b"\xff" * 29 + b"xy"


def test_the_memory_chip_keeps_its_bytes_and_can_be_protected(fast: VirtualBoard) -> None:
    fast.exec(MEMORY)
    fast.bench.mem1.cut_power()
    assert fast.eval("i2c.scan()") == [0x3C, 0x69]
    fast.bench.mem1.restore_power()
    protected = "wp = Pin(17, Pin.OUT, value=1)\ntries = store(0x0FFE, b'no')"
    assert value_of(fast, protected, "tries") == 0
    assert fast.eval("i2c.readfrom_mem(0x50, 0x0FFE, 2, addrsize=16)") == b"xy"


def test_data_that_no_stop_follows_is_not_stored(fast: VirtualBoard) -> None:
    fast.exec(MEMORY)
    fast.exec("i2c.writeto(0x50, b'\\x0f\\xfeno', False)")
    assert fast.eval("i2c.readfrom_mem(0x50, 0x0FFE, 2, addrsize=16)") == b"xy"


PICTURE = """
import framebuf
def command(*data):
    for byte in data:
        i2c.writeto(0x3C, bytes((0x80, byte)))
image = bytearray(1025)
image[0] = 0x40
screen = framebuf.FrameBuffer(memoryview(image)[1:], 128, 64, framebuf.MONO_VLSB)
command(0xA8, 63, 0xD3, 0, 0x40, 0xA1, 0xC8, 0xDA, 0x12, 0x81, 0xFF, 0xA4, 0xA6, 0x8D, 0x14)
command(0x20, 0, 0x21, 0, 127, 0x22, 0, 7)
screen.rect(10, 20, 30, 5, 1)
i2c.writeto(0x3C, image)
command(0xAF)
"""


def test_the_display_shows_what_the_program_draws(fast: VirtualBoard) -> None:
    fast.exec(PICTURE)
    lit = {
        (x, y) for y, row in enumerate(fast.bench.oled1.frame.rows()) for x in range(128) if row[x]
    }
    edge = {(x, y) for x in range(10, 40) for y in (20, 24)}
    assert lit == edge | {(x, y) for x in (10, 39) for y in range(20, 25)}
    frames = [frame.lit_pixels for frame in fast.bench.trace["oled1"].values]
    assert frames == [0, len(lit)]
