"""Outputs of chips whose wires come off: nothing else is moved, and they go on when it is back."""

import pytest

from coursekit.bench import Bench, Pull
from tests.bench.diagrams import as_input, bench, part
from tests.bench.parts.i2c_host import write

WIRES = [
    "pico:GND.1 u1:GND", "pico:GP4 u1:SDA", "pico:GP5 u1:SCL", "r1:1 pico:GP16", "r1:2 pico:3V3",
    "btn1:1.l pico:GP14", "btn1:2.l pico:GND.2",
]  # fmt: skip
CHIPS = {
    "wokwi-mpu6050": ("VCC", "INT", 0x68, [b"\x6b\x00", b"\x19\xff", b"\x37\xc0", b"\x38\x01"]),
    "coursekit-lm75": ("VCC", "OS", 0x48, [b"\x02\x05\x00", b"\x03\x00\x00"]),
    "wokwi-ds1307": ("5V", "SQW", 0x68, [b"\x07\x10"]),
}
"""Supply, output, address, and what makes the output change again and again."""


def desk_with(kind: str) -> Bench:
    supply, output, address, messages = CHIPS[kind]
    desk = bench(
        [
            part("u1", kind, pullups="0"),
            part("r1", "wokwi-resistor", value="10k"),
            part("btn1", "wokwi-pushbutton", bounce="0"),
        ],
        [*WIRES, f"pico:VBUS u1:{supply}", f"u1:{output} pico:GP16"],
    )
    as_input(desk, 16)
    if kind == "coursekit-lm75":
        desk.u1.set(temperature_c=2)
    for message in messages:
        assert all(write(desk.u1, 0, address, message))
    return desk


def edges(desk: Bench, start_us: int, end_us: int) -> int:
    return len(desk.trace["GP16"].edges(start_us, end_us))


@pytest.mark.parametrize("kind", CHIPS)
def test_an_output_that_is_unplugged_and_plugged_in_again(kind: str) -> None:
    desk = desk_with(kind)
    desk.advance(3_000_000)
    assert edges(desk, 0, 3_000_000) > 3
    desk.unplug(f"u1:{CHIPS[kind][1]}")
    desk.advance(6_000_000)
    assert edges(desk, 3_100_000, 6_000_000) == 0
    as_input(desk, 14, Pull.UP)
    assert desk.read(14, desk.now_us) == (1, True)  # nobody presses the button
    desk.plug(f"u1:{CHIPS[kind][1]}")
    desk.advance(9_000_000)
    assert edges(desk, 6_100_000, 9_000_000) > 3


def test_a_module_with_a_regulator_puts_no_more_than_3v3_on_its_pins() -> None:
    wires = ["pico:VBUS u1:VCC", *WIRES[:3], "u1:INT pico:GP16"]
    desk = bench([part("u1", "wokwi-mpu6050")], wires)
    for gpio in (4, 5, 16):
        as_input(desk, gpio)
    write(desk.u1, 0, 0x68, b"\x37\x80")  # INT is active low, so high now
    assert [desk.voltage(gpio, 0) for gpio in (4, 5, 16)] == pytest.approx([3.3] * 3, abs=0.01)
    assert desk.faults() == []
