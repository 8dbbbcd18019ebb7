"""The motion sensor on a bench: its INT pin, and samples that are only worked out when asked for.

Whatever is done to it, what it gives is what it would have given had it been watched all the time.
"""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coursekit.bench import Bench
from coursekit.bench.errors import BenchError
from coursekit.bench.parts import mpu6050_map as reg
from tests.bench.diagrams import as_input, bench, kinds, output, part
from tests.bench.parts.i2c_host import read, read_mem, write, write_mem

ADDRESS = 0x68
WIRES = ["pico:GND.1 u1:GND", "pico:3V3 u1:VCC", "pico:GP4 u1:SDA", "pico:GP5 u1:SCL"]

COMMANDS = [
    b"\x6b\x00", b"\x6b\x80", b"\x6b\x40", b"\x6b\x20", b"\x6c\xc0", b"\x38\x01", b"\x38\x10",
    b"\x37\x00", b"\x37\x20", b"\x37\xd0", b"\x23\xf8", b"\x6a\x40", b"\x6a\x04", b"\x19\xff",
    b"\x19\x09\x01", b"\x3a", b"\x3b", b"\x72", b"\x74", b"\x1c\x18",
]  # fmt: skip
STEPS: st.SearchStrategy[tuple[str, Any]] = st.one_of(
    st.tuples(st.just("write"), st.sampled_from(COMMANDS) | st.binary(max_size=3)),
    st.tuples(st.just("read"), st.integers(0, 20)),
    st.tuples(st.just("feel"), st.floats(-16, 16)),
    st.tuples(st.just("power"), st.booleans()),
)
DELAYS = st.integers(0, 100_000) | st.sampled_from([0, 1, 124, 125, 1000, 10_000])


def desk() -> Bench:
    """The sensor as u1 with its INT on GP16."""
    found = bench([part("u1", "wokwi-mpu6050")], [*WIRES, "u1:INT pico:GP16"])
    as_input(found, 16)
    return found


def play(script: list[tuple[int, tuple[str, Any]]], step_us: int) -> list[object]:
    """All that is read, and every edge of INT; with `step_us` somebody looks that often."""
    table = desk()
    chip = table.u1
    found: list[object] = []
    for delay_us, (name, value) in script:
        t_us = table.now_us + delay_us
        while step_us and table.now_us + step_us < t_us:
            table.advance(table.now_us + step_us)
            chip._update(table.now_us)
        table.advance(t_us)
        if name == "power" and value != chip.powered:
            (chip.restore_power if value else chip.cut_power)()
        elif name == "feel":
            chip.set(accel_x_g=value, temperature_c=value)
        elif name == "write" and chip.powered:
            found.append(write(chip, t_us, ADDRESS, value))
        elif name == "read" and chip.powered:
            found.append(read(chip, t_us, ADDRESS, value))
    table.advance(table.now_us + 300_000)
    if chip.powered:
        found.append(read_mem(chip, table.now_us, ADDRESS, 0x38, 60))
    return [*found, table.trace["GP16"].edges(), table.state()["u1"]]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(DELAYS, STEPS), max_size=25), st.integers(500, 50_000))
def test_samples_worked_out_late_are_those_of_their_time(
    script: list[tuple[int, tuple[str, Any]]], step_us: int
) -> None:
    assert play(script, 0) == play(script, step_us)


def awake(table: Bench) -> None:
    """Wake it up at 0, with ten samples a second."""
    write_mem(table.u1, 0, ADDRESS, reg.PWR_MGMT_1, [0])
    write_mem(table.u1, 0, ADDRESS, reg.SMPLRT_DIV, [99, 1])


def test_int_pulses_at_each_sample_once_it_is_enabled() -> None:
    table = desk()
    awake(table)
    table.advance(150_000)
    assert table.trace["GP16"].edges() == []
    write_mem(table.u1, 150_000, ADDRESS, reg.INT_ENABLE, [reg.DATA_RDY])
    table.advance(450_000)
    assert table.trace["GP16"].pulses() == [(t, t + 50) for t in (200_000, 300_000, 400_000)]
    write_mem(table.u1, 450_000, ADDRESS, reg.PWR_MGMT_1, [reg.SLEEP])
    table.advance(900_000)
    assert len(table.trace["GP16"].pulses()) == 3


def test_int_can_be_latched_low_and_open_drain() -> None:
    table = bench(
        [part("u1", "wokwi-mpu6050"), part("r1", "wokwi-resistor", value="10k")],
        [*WIRES, "u1:INT pico:GP16", "r1:1 pico:GP16", "r1:2 pico:3V3"],
    )
    as_input(table, 16)
    awake(table)
    setting = reg.INT_LEVEL | reg.INT_OPEN | reg.LATCH_INT_EN
    write_mem(table.u1, 10, ADDRESS, reg.INT_PIN_CFG, [setting, reg.DATA_RDY])
    levels = [table.read(16, t_us)[0] for t_us in (20, 99_999, 100_000, 199_000)]
    assert levels == [1, 1, 0, 0]
    assert read_mem(table.u1, 199_000, ADDRESS, reg.INT_STATUS, 1) == b"\x01"
    assert [table.read(16, t_us)[0] for t_us in (199_001, 200_000)] == [1, 0]
    table.u1.cut_power()
    assert table.read(16, 200_001)[0] == 1, "without power it pulls nothing low"


def test_address_by_ad0_on_a_gpio() -> None:
    table = bench([part("u1", "wokwi-mpu6050")], [*WIRES, "u1:AD0 pico:GP6"])
    assert table.u1.addresses() == (0x68,)
    output(table, 6)
    table.write(6, 10, 1)
    assert table.u1.addresses() == (0x69,)


def test_attributes_and_inputs() -> None:
    table = bench([part("u1", "wokwi-mpu6050", accelX="-0.25", temperature="30")], WIRES)
    assert table.state()["u1"]["accel_x_g"] == -0.25
    table.at(5).set(table.u1, accel_x_g=1)
    table.u1.tilt(pitch_deg=-90)
    assert table.u1.sensed["accel_x_g"] == 1.0
    assert table.trace["u1 accel_x_g"].values.tolist() == [-0.25, 1.0]
    assert len(table.trace["u1 gyro_x_dps"]) == 1, "what stays as it was is no record"
    table.advance(5000)
    assert table.u1.sensed["accel_x_g"] == 1.0
    assert kinds(table) == []


def test_it_is_tilted_at_a_moment() -> None:
    table = bench([part("u1", "wokwi-mpu6050"), part("led1", "wokwi-led")], WIRES)
    table.at(5).tilt("u1", roll_deg=-90)
    table.advance(5000)
    assert [table.u1.sensed[f"accel_{axis}_g"] for axis in "xyz"] == [0, -1, 0]
    with pytest.raises(BenchError, match="u1 tilts by -360 to 360 degrees, not by 400"):
        table.at(9).tilt("u1", pitch_deg=400)
    with pytest.raises(BenchError, match="led1 is an LED: it cannot be tilted"):
        table.at(9).tilt("led1", 10)


def test_a_module_fed_with_5_volts_harms_no_pin() -> None:
    wires = [*WIRES, "u1:INT pico:GP16"]
    table = bench([part("u1", "wokwi-mpu6050")], [w.replace("3V3", "VBUS") for w in wires])
    as_input(table, 16)
    awake(table)
    write_mem(table.u1, 0, ADDRESS, reg.INT_PIN_CFG, [reg.LATCH_INT_EN, reg.DATA_RDY])
    assert [table.read(16, t_us)[0] for t_us in (10, 100_000)] == [0, 1]
    assert kinds(table) == []
