"""Sensors, clock and memory chip: whatever is done to them, and however time passes."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coursekit.bench import Bench
from tests.bench.diagrams import as_input, bench, part
from tests.bench.parts.i2c_host import read, write

RESISTORS = [part(f"r{n}", "wokwi-resistor", value="10k") for n in (1, 2, 3)]
PULL_UPS = [
    "r1:1 pico:GP4", "r2:1 pico:GP5", "r3:1 pico:GP16",
    "r1:2 pico:3V3", "r2:2 pico:3V3", "r3:2 pico:3V3",
]  # fmt: skip
OWN = {
    "board-bmp180": ["pico:3V3 u1:VCC"],
    "coursekit-lm75": [
        "pico:3V3 u1:VCC", "u1:OS pico:GP16", "u1:A0 pico:GND.2", "u1:A1 pico:GND.3",
        "u1:A2 pico:GND.4",
    ],
    "wokwi-ds1307": ["pico:VBUS u1:5V", "u1:SQW pico:GP16"],
    "wokwi-mpu6050": ["pico:3V3 u1:VCC", "u1:INT pico:GP16"],
    "coursekit-eeprom": ["pico:3V3 u1:VCC", "u1:WP pico:GP16"],
}  # fmt: skip
VALUES = {
    "board-bmp180": {"temperature_c": (-40, 85), "pressure_pa": (30_000, 110_000)},
    "coursekit-lm75": {"temperature_c": (-55, 125)},
    "wokwi-ds1307": {},
    "wokwi-mpu6050": {"temperature_c": (-40, 85), "accel_x_g": (-16, 16)},
    "coursekit-eeprom": {},
}
RESULTS = {"board-bmp180": b"\xf6", "wokwi-mpu6050": b"\x3a", "coursekit-eeprom": b"\x00\x00"}

FEEL: st.SearchStrategy[tuple[Any, ...]] = st.tuples(
    st.just("feel"), st.integers(0, 1), st.sampled_from([0.0, 0.3, 0.5, 0.8, 1.0])
)
LOOK = st.just(("look",))
STEPS: st.SearchStrategy[tuple[Any, ...]] = st.one_of(
    FEEL,
    FEEL,
    LOOK,
    LOOK,
    st.tuples(st.just("write"), st.binary(max_size=4)),
    st.tuples(st.just("read"), st.integers(0, 9)),
    # what drivers write
    st.tuples(
        st.just("write"),
        st.sampled_from(
            [b"\xf4\x2e", b"\xf4\x34", b"\xf6", b"\x00", b"\x01\x02", b"\x01\x18", b"\x03\x20\x00",
             b"\x02\x10\x00", b"\x01\x01", b"\x00\x30", b"\x00\x80", b"\x07\x10", b"\x07\x80",
             b"\x6b\x00", b"\x38\x11", b"\x37\x20", b"\x37\xd0", b"\x23\xf8", b"\x6a\x40",
             b"\x19\xff\x01", b"\x3a", b"\x72"]
        ),
    ),
    st.tuples(st.just("power"), st.booleans()),
)  # fmt: skip
DELAYS = st.sampled_from([0, 1, 4_499, 4_500, 20_000, 100_000, 500_000]) | st.integers(0, 2_000_000)
SCRIPTS = st.lists(st.tuples(DELAYS, STEPS), max_size=30)


def desk_with(kind: str) -> Bench:
    """The chip as u1, with power, and its output with a resistor at GP16."""
    wires = ["pico:GND.1 u1:GND", "pico:GP4 u1:SDA", "pico:GP5 u1:SCL", *OWN[kind]]
    desk = bench([part("u1", kind, pullups="0"), *RESISTORS], [*wires, *PULL_UPS])
    as_input(desk, 16)
    return desk


def play(kind: str, script: list[tuple[int, tuple[Any, ...]]], step_us: int) -> list[object]:
    """Everything that is read, and every edge of the output; time comes in such steps."""
    desk = desk_with(kind)
    chip = desk.u1
    supply = "u1:5V" if kind == "wokwi-ds1307" else "u1:VCC"
    found: list[object] = []
    on = True
    for delay_us, (name, *args) in script:
        t_us = desk.now_us + delay_us
        while step_us and desk.now_us + step_us < t_us:
            desk.advance(desk.now_us + step_us)
            chip.state()
        desk.advance(t_us)
        if name == "power" and args[0] != on:
            on = args[0]
            (desk.plug if on else desk.unplug)(supply)
        elif name == "feel" and VALUES[kind]:
            quantity, (low, high) = list(VALUES[kind].items())[args[0] % len(VALUES[kind])]
            chip.set(**{quantity: low + (high - low) * args[1]})
        elif name == "write" and chip.powered:
            found.append(write(chip, t_us, chip.addresses()[0], args[0]))
        elif name == "look" and chip.powered:
            write(chip, t_us, chip.addresses()[0], RESULTS.get(kind, b"\x00"))
            found.append(read(chip, t_us, chip.addresses()[0], 3))
        elif name == "read" and chip.powered:
            found.append(read(chip, t_us, chip.addresses()[0], args[0]))
    desk.advance(desk.now_us + 3_000_000)
    return [*found, desk.trace["GP16"].edges(), desk.read(16, desk.now_us)]


@pytest.mark.parametrize("kind", OWN)
@settings(max_examples=40, deadline=None)
@given(script=SCRIPTS, step_us=st.integers(20_000, 300_000))
def test_what_is_worked_out_late_is_as_if_it_had_happened_in_time(
    kind: str, script: list[tuple[int, tuple[Any, ...]]], step_us: int
) -> None:
    assert play(kind, script, 0) == play(kind, script, step_us)
