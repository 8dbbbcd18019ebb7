"""The LM75: registers, the rhythm of its conversions, its output OS, its addresses."""

import pytest

from coursekit.bench import Bench
from coursekit.bench.parts.lm75 import CONVERSION_US, Lm75, from_bytes, to_bytes, to_halves
from tests.bench.diagrams import as_input, bench, kinds, part
from tests.bench.parts.i2c_host import make, power, read, read_mem, write, write_mem

ADDRESS = 0x48
TEMP, CONF, THYST, TOS = range(4)


def celsius(chip: Lm75, t_us: int) -> float:
    """The temperature, as a driver reads it."""
    raw = read_mem(chip, t_us, ADDRESS, TEMP, 2)
    return int.from_bytes(raw, "big", signed=True) / 256


@pytest.mark.parametrize(
    ("temperature", "raw"),
    [(125, 0x7D00), (25, 0x1900), (0.5, 0x0080), (0, 0), (-0.5, 0xFF80), (-25, 0xE700),
     (-55, 0xC900)],
)  # fmt: skip
def test_the_data_sheets_table_of_temperatures(temperature: float, raw: int) -> None:
    assert to_bytes(to_halves(temperature)) == raw.to_bytes(2, "big")
    assert from_bytes(raw.to_bytes(2, "big")) == 2 * temperature
    chip = make(Lm75, temperature=str(temperature))
    assert read(chip, 0, ADDRESS, 2) == raw.to_bytes(2, "big")
    assert celsius(chip, 0) == temperature


def test_every_half_degree_comes_back() -> None:
    chip = make(Lm75)
    t_us = 0
    for halves in range(-110, 251):
        t_us += CONVERSION_US
        chip.do_set(t_us - 1, temperature_c=halves / 2)
        assert celsius(chip, t_us) == halves / 2


def test_the_registers_after_power_on() -> None:
    chip = make(Lm75)
    assert read_mem(chip, 0, ADDRESS, CONF, 1) == b"\x00"
    assert read_mem(chip, 0, ADDRESS, THYST, 2) == b"\x4b\x00"
    assert read_mem(chip, 0, ADDRESS, TOS, 2) == b"\x50\x00"


def test_the_pointer_stays_and_reads_repeat() -> None:
    chip = make(Lm75, temperature="21.5")
    assert read(chip, 0, ADDRESS, 5) == b"\x15\x80\x15\x80\x15"
    assert read(chip, 0, ADDRESS, 2) == b"\x15\x80"
    assert read_mem(chip, 0, ADDRESS, TOS, 4) == b"\x50\x00\x50\x00"
    write(chip, 0, ADDRESS, [CONF, 0x18])
    assert read(chip, 0, ADDRESS, 3) == b"\x18\x18\x18"
    write(chip, 0, ADDRESS, [0xFC | TOS])
    assert read(chip, 0, ADDRESS, 2) == b"\x50\x00"


def test_the_value_changes_with_the_next_conversion() -> None:
    chip = make(Lm75, temperature="20")
    chip.do_set(250_000, temperature_c=-10.2)
    assert celsius(chip, 299_999) == 20
    assert celsius(chip, 300_000) == -10
    chip.do_set(300_000, temperature_c=30)
    chip.do_set(390_000, temperature_c=40)
    assert celsius(chip, 399_999) == -10
    assert celsius(chip, 400_000) == 40


def test_both_bytes_are_of_one_conversion() -> None:
    chip = make(Lm75, temperature="20.5")
    chip.do_set(50_000, temperature_c=30)
    raw = read(chip, 99_980, ADDRESS, 4, byte_us=10)
    assert raw == b"\x14\x80\x1e\x00"


def test_after_a_power_cut_the_first_conversion_takes_its_time() -> None:
    chip = make(Lm75, temperature="20")
    write_mem(chip, 1000, ADDRESS, TOS, b"\x10\x00")
    write(chip, 1000, ADDRESS, [CONF, 0x1F])
    power(chip, 500_000)
    assert read(chip, 599_999, ADDRESS, 2) == b"\x00\x00"
    assert read(chip, 600_000, ADDRESS, 2) == b"\x14\x00"
    assert read_mem(chip, 600_000, ADDRESS, CONF, 1) == b"\x00"
    assert read_mem(chip, 600_000, ADDRESS, TOS, 2) == b"\x50\x00"


def test_shutdown_keeps_the_value_and_a_new_rhythm_begins_after_it() -> None:
    chip = make(Lm75, temperature="20")
    write(chip, 130_000, ADDRESS, [CONF, 0x01])
    chip.do_set(140_000, temperature_c=30)
    assert celsius(chip, 5_000_000) == 20
    write(chip, 5_030_000, ADDRESS, [CONF, 0x00])
    assert celsius(chip, 5_129_999) == 20
    assert celsius(chip, 5_130_000) == 30


def test_set_points_hold_nine_bits_of_either_sign() -> None:
    chip = make(Lm75)
    assert write_mem(chip, 0, ADDRESS, TOS, b"\xe7\xff") == [True] * 4
    assert read(chip, 0, ADDRESS, 2) == b"\xe7\x80"
    write_mem(chip, 0, ADDRESS, THYST, b"\x12")  # half of it: nothing changes
    assert read(chip, 0, ADDRESS, 2) == b"\x4b\x00"
    write_mem(chip, 0, ADDRESS, TEMP, b"\x55\x55")
    assert celsius(chip, 0) == 24


def test_every_register_can_be_read_and_written() -> None:
    chip = make(Lm75)
    for pointer in range(256):
        for value in (0x00, 0xFF, 0x5A):
            assert all(write_mem(chip, 1000 * pointer, ADDRESS, pointer, [value] * 5))
            assert len(read_mem(chip, 1000 * pointer, ADDRESS, pointer, 5)) == 5
    assert read_mem(chip, 300_000, ADDRESS, CONF, 1) == b"\x1a"


def os_bench(**attrs: str) -> Bench:
    """lm1 at 0x4D, its OS with a resistor at GP16."""
    desk = bench(
        [
            part("lm1", "coursekit-lm75", **attrs),
            *(part(f"r{n}", "wokwi-resistor", value="10k") for n in (1, 2, 3)),
        ],
        [
            "pico:3V3 lm1:VCC", "pico:GND.1 lm1:GND", "pico:GP4 lm1:SDA", "pico:GP5 lm1:SCL",
            "pico:GP16 lm1:OS", "lm1:A0 pico:3V3", "lm1:A1 pico:GND.2", "lm1:A2 pico:3V3",
            "r1:1 pico:GP4", "r1:2 pico:3V3", "r2:1 pico:GP5", "r2:2 pico:3V3",
            "r3:1 pico:GP16", "r3:2 pico:3V3",
        ],
    )  # fmt: skip
    as_input(desk, 16)
    return desk


def edges(desk: Bench) -> list[tuple[int, int]]:
    """How OS has changed, as GP16 saw it; it was high before."""
    return [(edge.t_us, edge.level) for edge in desk.trace["GP16"].edges() if edge.t_us]


def test_its_address_is_as_its_pins_are_wired() -> None:
    desk = os_bench()
    assert desk.lm1.addresses() == (0x4D,)
    assert desk.faults() == []
    desk.unplug("lm1:A2")
    assert desk.lm1.addresses() == (0x49,)
    loose = bench([part("lm1", "coursekit-lm75")], ["pico:3V3 lm1:VCC", "pico:GND.1 lm1:GND"])
    assert loose.lm1.addresses() == (0x48,)
    assert "not connected" in kinds(loose)


def test_os_is_a_thermostat() -> None:
    desk = os_bench(temperature="79")
    desk.at(150).call(lambda: desk.lm1.set(temperature_c=80.5))
    desk.at(450).call(lambda: desk.lm1.set(temperature_c=75))
    desk.at(750).call(lambda: desk.lm1.set(temperature_c=74.5))
    desk.advance(2_000_000)
    assert edges(desk) == [(200_000, 0), (800_000, 1)]
    assert desk.state()["lm1"] == {"temperature_c": 74.5, "os": False}


def test_os_may_be_active_high() -> None:
    desk = os_bench(temperature="20")
    desk.advance(50_000)
    write(desk.lm1, 50_000, 0x4D, [CONF, 0x04])
    desk.lm1.set(temperature_c=90)
    desk.advance(1_000_000)
    assert edges(desk) == [(50_000, 0), (100_000, 1)]


@pytest.mark.parametrize(("bits", "conversions"), [(1, 2), (2, 4), (3, 6)])
def test_os_waits_for_so_many_conversions_in_a_row(bits: int, conversions: int) -> None:
    desk = os_bench(temperature="20")
    write(desk.lm1, 0, 0x4D, [CONF, bits << 3])
    desk.at(50).call(lambda: desk.lm1.set(temperature_c=90))
    desk.at(100 * conversions - 50).call(lambda: desk.lm1.set(temperature_c=20))
    desk.at(1050).call(lambda: desk.lm1.set(temperature_c=90))
    desk.advance(3_000_000)
    assert edges(desk) == [(1_000_000 + 100_000 * conversions, 0)]


def test_in_interrupt_mode_os_stays_until_a_register_is_read() -> None:
    desk = os_bench(temperature="20")
    chip = desk.lm1
    write(chip, 0, 0x4D, [CONF, 0x02])
    desk.at(50).call(lambda: chip.set(temperature_c=90))
    desk.at(420).call(lambda: read(chip, 420_000, 0x4D, 1))
    desk.at(650).call(lambda: chip.set(temperature_c=20))
    desk.at(1020).call(lambda: read(chip, 1_020_000, 0x4D, 1))
    desk.advance(3_000_000)
    assert edges(desk) == [(100_000, 0), (420_000, 1), (700_000, 0), (1_020_000, 1)]


def test_shutdown_lets_go_of_os_in_interrupt_mode_alone() -> None:
    desk = os_bench(temperature="90")
    desk.advance(150_000)
    write(desk.lm1, 150_000, 0x4D, [CONF, 0x01])
    desk.advance(300_000)
    assert edges(desk)[-1] == (100_000, 0)
    write(desk.lm1, 300_000, 0x4D, [CONF, 0x02])
    write(desk.lm1, 310_000, 0x4D, [CONF, 0x03])
    desk.advance(1_000_000)
    assert edges(desk)[-1] == (310_000, 1)


def test_set_points_the_wrong_way_round_make_os_swing() -> None:
    desk = os_bench(temperature="20")
    write(desk.lm1, 0, 0x4D, [TOS, 10, 0])
    write(desk.lm1, 0, 0x4D, [THYST, 30, 0])
    desk.advance(1_050_000)
    assert edges(desk) == [*((100_000 * n, (n + 1) % 2) for n in range(1, 11))]
    chip = make(Lm75, temperature="20")
    write(chip, 0, ADDRESS, [TOS, 10, 0])
    write(chip, 0, ADDRESS, [THYST, 30, 0])
    read(chip, 10_050_000, ADDRESS, 1)
    assert chip.state()["os"] is False
    read(chip, 90_150_000, ADDRESS, 1)
    assert chip.state()["os"] is True


def test_without_power_os_is_let_go() -> None:
    desk = os_bench(temperature="90")
    desk.advance(150_000)
    assert edges(desk)[-1] == (100_000, 0)
    desk.unplug("lm1:VCC")
    desk.advance(500_000)
    assert edges(desk)[-1] == (150_000, 1)
    desk.plug("lm1:VCC")
    desk.advance(1_000_000)
    assert edges(desk)[-1] == (600_000, 0)
