"""Programs on the board talk to barometer, thermometer and clock over machine.I2C."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing

import pytest

from coursekit.bench import Diagram
from coursekit.boards.virtual import VirtualBoard
from tests.bench.diagrams import data, part
from tests.boards.virtual.i2c_desk import BUSES, board_with_bus, value_of

PARTS = [
    part("bmp1", "board-bmp180", temperature="15", pressure="69964"),
    part("lm1", "coursekit-lm75", temperature="-7.5"),
    part("rtc1", "wokwi-ds1307", initTime="2024-02-28T23:59:57", pullups="0"),
    part("r1", "wokwi-resistor", value="10k"),
    part("r2", "wokwi-resistor", value="10k"),
]
WIRES = [
    "pico:3V3 bmp1:VCC", "pico:GND.1 bmp1:GND", "pico:GP4 bmp1:SDA", "pico:GP5 bmp1:SCL",
    "pico:3V3 lm1:VCC", "pico:GND.2 lm1:GND", "pico:GP4 lm1:SDA", "pico:GP5 lm1:SCL",
    "lm1:A0 pico:3V3", "lm1:A1 pico:GND.3", "lm1:A2 pico:GND.4", "lm1:OS pico:GP16",
    "r1:1 pico:GP16", "r1:2 pico:3V3",
    "pico:VBUS rtc1:5V", "pico:GND.5 rtc1:GND", "pico:GP4 rtc1:SDA", "pico:GP5 rtc1:SCL",
    "rtc1:SQW pico:GP17", "r2:1 pico:GP17", "r2:2 pico:3V3",
]  # fmt: skip


@pytest.fixture(params=BUSES)
def fast(request: pytest.FixtureRequest) -> Iterator[VirtualBoard]:
    with board_with_bus(PARTS, WIRES, request.param) as board:
        yield board


def test_all_are_found(fast: VirtualBoard) -> None:
    assert fast.eval("i2c.scan()") == [0x49, 0x68, 0x77]
    assert [fault.kind for fault in fast.bench.faults()] == []


MEASURE = """
def measure(command, wait_us):
    i2c.writeto_mem(0x77, 0xF4, bytes([command]))
    time.sleep_us(wait_us)
    return i2c.readfrom_mem(0x77, 0xF6, 3)
early = measure(0x2E, 3000)
sco = i2c.readfrom_mem(0x77, 0xF4, 1)
time.sleep_us(1500)
ut = i2c.readfrom_mem(0x77, 0xF6, 3)
up = measure(0x34, 4500)
"""


def test_the_barometer_gives_the_worked_examples_raw_values(fast: VirtualBoard) -> None:
    found = value_of(fast, MEASURE, "early, sco, ut, up")
    assert found == (
        b"\x80\x00\x00",
        b"\x2e",
        (27898 << 8).to_bytes(3, "big"),
        (23843 << 8).to_bytes(3, "big"),
    )
    assert fast.eval("i2c.readfrom_mem(0x77, 0xD0, 1)") == b"\x55"


THERMOSTAT = """
os = Pin(16, Pin.IN)
fallen = []
os.irq(lambda pin: fallen.append(time.ticks_ms()), Pin.IRQ_FALLING)
before = i2c.readfrom(0x49, 2)
i2c.writeto_mem(0x49, 2, b"\\x19\\x00")
i2c.writeto_mem(0x49, 3, b"\\x1e\\x00")
time.sleep(1)
after = i2c.readfrom_mem(0x49, 0, 2)
"""


def test_the_thermometer_and_its_interrupt(fast: VirtualBoard) -> None:
    fast.bench.after(500).call(lambda: fast.bench.lm1.set(temperature_c=35))
    found = value_of(fast, THERMOSTAT, "before, after, os.value(), len(fallen)")
    assert found == (b"\xf8\x80", b"\x23\x00", 0, 1)


CLOCK = """
def now():
    raw = i2c.readfrom_mem(0x68, 0, 7)
    return "%02x-%02x-%02x %02x:%02x:%02x" % tuple(raw[i] for i in (6, 5, 4, 2, 1, 0))
i2c.writeto_mem(0x68, 0, b"\\x57")
i2c.writeto_mem(0x68, 7, b"\\x10")
i2c.writeto_mem(0x68, 8, b"hello")
first = now()
edges = []
Pin(17, Pin.IN).irq(lambda pin: edges.append(pin.value()))
time.sleep_ms(3600)
later = now()
"""


def test_the_clock_its_square_wave_and_its_battery(fast: VirtualBoard) -> None:
    found = value_of(fast, CLOCK, "first, later, len(edges)")
    assert found == ("24-02-28 23:59:57", "24-02-29 00:00:00", 7)
    fast.bench.unplug("rtc1:5V")
    fast.exec("time.sleep(3600)")
    assert fast.eval("i2c.scan()") == [0x49, 0x77]
    fast.bench.plug("rtc1:5V")
    assert str(fast.eval("now()")).startswith("24-02-29 01:00:0")
    assert fast.eval("i2c.readfrom_mem(0x68, 8, 5)") == b"hello"


def test_what_went_over_the_bus_is_the_chips_own(fast: VirtualBoard) -> None:
    fast.exec(MEASURE)
    sent = fast.bench.transactions(fast.bench.bmp1)
    assert [str(one) for one in sent][:3] == [
        "write 0x77: f4 2e",
        "write 0x77: f6",
        "read 0x77: 80 00 00",
    ]
    assert fast.bench.transactions(fast.bench.lm1) == []


def test_a_clock_without_its_supply_is_told_where_to_get_it() -> None:
    wires = ["pico:GND.5 rtc1:GND", "pico:GP4 rtc1:SDA", "pico:GP5 rtc1:SCL"]
    diagram = Diagram.from_dict(data(PARTS[2:3], wires))
    with closing(VirtualBoard(diagram, fast_forward=True)) as board:
        board.exec("from machine import I2C, Pin")
        assert board.eval(f"{BUSES['I2C']}.scan()") == []
        (text,) = (f.text for f in board.bench.faults() if f.kind == "no power")
        assert "join its 5V to VBUS" in text
