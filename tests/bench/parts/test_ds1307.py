"""The DS1307: registers, its time and how it is set, battery, RAM, the square wave."""

from datetime import datetime, timedelta

import pytest

from coursekit.bench import Bench, BenchError
from coursekit.bench.parts.ds1307 import Ds1307
from tests.bench.diagrams import as_input, bench, kinds, part, text_of
from tests.bench.parts.i2c_host import make, power, read, read_mem, write_mem

ADDRESS = 0x68
S = 1_000_000


def shown(chip: Ds1307, t_us: int) -> str:
    """The seven registers of the time."""
    return read_mem(chip, t_us, ADDRESS, 0, 7).hex(" ")


def test_it_goes_on_with_board_time() -> None:
    chip = make(Ds1307, initTime="2024-02-28T23:59:58Z")
    assert shown(chip, 0) == "58 59 23 03 28 02 24"
    assert shown(chip, 2 * S - 1) == "59 59 23 03 28 02 24"
    assert shown(chip, 2 * S) == "00 00 00 04 29 02 24"
    assert shown(chip, 2 * S + 86_400 * S) == "00 00 00 05 01 03 24"


def test_without_a_time_it_begins_with_the_year_2000() -> None:
    assert shown(make(Ds1307), 0) == "00 00 00 06 01 01 00"
    assert shown(make(Ds1307, initTime="0"), 61 * S) == "01 01 00 06 01 01 00"


def test_now_is_the_computers_time() -> None:
    before = datetime.now().replace(microsecond=0)
    raw = read_mem(make(Ds1307, initTime="now"), 0, ADDRESS, 0, 7)
    second, minute, hour, _, day, month, year = (int(f"{byte:x}") for byte in raw)
    found = datetime(2000 + year, month, day, hour, minute, second)
    assert before <= found <= datetime.now() + timedelta(seconds=1)


@pytest.mark.parametrize("text", ["yesterday", "2026-13-01", "1999-12-31", "2100-01-01", "12:00"])
def test_attributes_that_are_no_time(text: str) -> None:
    with pytest.raises(ValueError, match=r'initTime must be "now", "0", or a time'):
        make(Ds1307, initTime=text)


def test_the_registers_at_the_first_power_without_a_battery() -> None:
    chip = make(Ds1307, battery="0", initTime="2026-01-01")
    assert read_mem(chip, 0, ADDRESS, 0, 8).hex(" ") == "80 00 00 01 01 01 00 03"
    assert shown(chip, 100 * S) == "80 00 00 01 01 01 00"
    with pytest.raises(ValueError, match='battery must be "0" or "1"'):
        make(Ds1307, battery="full")


def test_writing_the_seconds_restarts_the_second() -> None:
    chip = make(Ds1307, initTime="2026-05-05T10:20:30")
    assert write_mem(chip, 10 * S + 700_000, ADDRESS, 0, [0x15]) == [True] * 3
    assert shown(chip, 11 * S + 699_999).startswith("15 20 10")
    assert shown(chip, 11 * S + 700_000).startswith("16 20 10")
    write_mem(chip, 12 * S, ADDRESS, 1, [0x45])  # any other register does not
    assert shown(chip, 12 * S + 700_000).startswith("17 45 10")


def test_a_whole_time_is_set_in_one_message() -> None:
    chip = make(Ds1307)
    write_mem(chip, 5 * S, ADDRESS, 0, bytes.fromhex("5959230731129900"))
    assert shown(chip, 5 * S) == "59 59 23 07 31 12 99"
    assert shown(chip, 6 * S) == "00 00 00 01 01 01 00"


def test_the_halt_bit_stops_the_time() -> None:
    chip = make(Ds1307, initTime="2026-05-05T10:20:30")
    write_mem(chip, S, ADDRESS, 0, [0x80 | 0x31])
    assert shown(chip, 1000 * S) == "b1 20 10 02 05 05 26"
    write_mem(chip, 2000 * S, ADDRESS, 0, [0x31])
    assert shown(chip, 2001 * S) == "32 20 10 02 05 05 26"


def test_the_hours_of_twelve() -> None:
    chip = make(Ds1307, initTime="2026-05-05T10:59:59")
    write_mem(chip, 0, ADDRESS, 2, [0x40 | 0x20 | 0x11])  # 11 PM
    assert shown(chip, 0) == "59 59 71 02 05 05 26"
    assert shown(chip, S) == "00 00 52 03 06 05 26"
    assert shown(chip, S + 3600 * S) == "00 00 41 03 06 05 26"


def test_what_is_read_is_the_time_of_the_start() -> None:
    chip = make(Ds1307, initTime="2026-12-31T23:59:59")
    raw = read(chip, S - 10, ADDRESS, 7, byte_us=10)
    assert raw.hex(" ") == "59 59 23 04 31 12 26"
    assert read_mem(chip, 2 * S, ADDRESS, 0, 7).hex(" ") == "01 00 00 05 01 01 27"


def test_nonsense_is_kept_until_the_next_second() -> None:
    chip = make(Ds1307)
    write_mem(chip, 0, ADDRESS, 0, b"\x7f" + b"\xff" * 6)
    assert shown(chip, S - 1) == "7f 7f 7f 07 3f 1f ff"
    assert shown(chip, S) == "00 00 61 07 31 12 99"


def test_the_control_register_has_four_bits() -> None:
    chip = make(Ds1307)
    assert read_mem(chip, 0, ADDRESS, 7, 1) == b"\x03"
    write_mem(chip, 0, ADDRESS, 7, [0xFF])
    assert read_mem(chip, 0, ADDRESS, 7, 1) == b"\x93"


def test_the_ram_keeps_what_is_written_and_the_pointer_wraps() -> None:
    chip = make(Ds1307, initTime="2026-05-05T10:20:30")
    write_mem(chip, 0, ADDRESS, 8, bytes(range(56)))
    assert read_mem(chip, 9 * S, ADDRESS, 8, 56) == bytes(range(56))
    assert read_mem(chip, 0, ADDRESS, 0x3E, 4).hex(" ") == "36 37 30 20"
    write_mem(chip, 0, ADDRESS, 0x3F, [0x77, 0x05])
    assert shown(chip, 0).startswith("05 20")
    assert read_mem(chip, 0, ADDRESS, 0xFF, 2).hex(" ") == "77 05"


def test_the_battery_keeps_time_and_ram() -> None:
    chip = make(Ds1307, initTime="2026-05-05T10:20:30")
    write_mem(chip, 0, ADDRESS, 8, b"keep")
    power(chip, 3600 * S)
    assert shown(chip, 3600 * S) == "30 20 11 02 05 05 26"
    assert read_mem(chip, 3600 * S, ADDRESS, 8, 4) == b"keep"


def test_without_a_battery_it_forgets() -> None:
    chip = make(Ds1307, battery="0")
    write_mem(chip, 0, ADDRESS, 0, bytes.fromhex("0000100105052610") + b"keep")
    power(chip, 3600 * S)
    assert read_mem(chip, 3600 * S, ADDRESS, 0, 8).hex(" ") == "80 00 00 01 01 01 00 03"
    assert read_mem(chip, 3600 * S, ADDRESS, 8, 4) != b"keep"


def test_people_set_it() -> None:
    chip = make(Ds1307, battery="0")
    chip.do_set_time(5 * S, (2026, 3, 29, 1, 59, 30))
    assert shown(chip, 5 * S) == "30 59 01 07 29 03 26"
    write_mem(chip, 5 * S, ADDRESS, 2, [0x41])
    chip.do_set_time(6 * S, datetime(2027, 12, 24, 18))
    assert shown(chip, 7 * S) == "01 00 66 05 24 12 27"
    for wrong in ((2026, 13, 1), (2026,), (1999, 1, 1), (2026, 1, 1, 1, 1, 1, 1)):
        with pytest.raises(BenchError, match=r"is no time|knows the years"):
            chip.do_set_time(8 * S, wrong)


def test_every_register_can_be_read_and_written() -> None:
    chip = make(Ds1307)
    for register in range(256):
        for value in (0x00, 0xFF, 0x5A, 0x99):
            t_us = register * 10 * S
            assert write_mem(chip, t_us, ADDRESS, register, [value] * 9) == [True] * 11
            assert len(read_mem(chip, t_us + 5 * S, ADDRESS, register, 70)) == 70


def clock_bench(supply: str = "VBUS", **attrs: str) -> Bench:
    """rtc1 on GP4 and GP5 with resistors to 3V3; SQW with one at GP16."""
    desk = bench(
        [
            part("rtc1", "wokwi-ds1307", **{"pullups": "0", **attrs}),
            *(part(f"r{n}", "wokwi-resistor", value="10k") for n in (1, 2, 3)),
        ],
        [
            f"pico:{supply} rtc1:5V", "pico:GND.1 rtc1:GND", "pico:GP4 rtc1:SDA",
            "pico:GP5 rtc1:SCL", "pico:GP16 rtc1:SQW", "r1:1 pico:GP4", "r1:2 pico:3V3",
            "r2:1 pico:GP5", "r2:2 pico:3V3", "r3:1 pico:GP16", "r3:2 pico:3V3",
        ],
    )  # fmt: skip
    as_input(desk, 16)
    return desk


def edges(desk: Bench, start_us: int = 1) -> list[tuple[int, int]]:
    """The edges of SQW, as GP16 saw them."""
    found = desk.trace["GP16"].edges()
    return [(edge.t_us, edge.level) for edge in found if edge.t_us >= start_us]


def test_the_square_wave_of_one_hertz_falls_with_each_second() -> None:
    desk = clock_bench()
    assert desk.faults() == []
    desk.advance(100_000)
    write_mem(desk.rtc1, 100_000, ADDRESS, 0, [0x00])
    write_mem(desk.rtc1, 100_000, ADDRESS, 7, [0x10])
    desk.advance(2_200_000)
    wave = [(600_000, 1), (1_100_000, 0), (1_600_000, 1), (2_100_000, 0)]
    assert edges(desk) == wave
    write_mem(desk.rtc1, 2_200_000, ADDRESS, 7, [0x80])
    desk.advance(5_000_000)
    assert edges(desk) == [*wave, (2_200_000, 1)]
    assert desk.next_event_us() is None


def test_sqw_is_an_output_when_it_gives_no_wave() -> None:
    desk = clock_bench()
    assert desk.read(16, 10)[0] == 0
    write_mem(desk.rtc1, 20, ADDRESS, 7, [0x80])
    assert desk.read(16, 30)[0] == 1


def test_a_halted_clock_gives_no_wave() -> None:
    desk = clock_bench()
    write_mem(desk.rtc1, 0, ADDRESS, 7, [0x10])
    desk.advance(1_200_000)
    write_mem(desk.rtc1, 1_200_000, ADDRESS, 0, [0x80])
    desk.advance(5_000_000)
    assert edges(desk) == [(500_000, 1), (1_000_000, 0), (1_200_000, 1)]
    assert desk.next_event_us() is None


def test_faster_waves_are_not_shown_and_the_bench_says_so() -> None:
    desk = clock_bench()
    write_mem(desk.rtc1, 0, ADDRESS, 7, [0x13])
    assert "32768 Hz" in text_of(desk, "square wave")
    assert desk.read(16, 100)[0] == 1


@pytest.mark.parametrize(("battery", "waves"), [("1", True), ("0", False)])
def test_the_wave_goes_on_from_the_battery(battery: str, waves: bool) -> None:
    desk = clock_bench(battery=battery)
    write_mem(desk.rtc1, 0, ADDRESS, 0, [0x00])
    write_mem(desk.rtc1, 0, ADDRESS, 7, [0x10])
    desk.advance(2_200_000)
    desk.unplug("rtc1:5V")
    desk.advance(4_200_000)
    assert (len(edges(desk, 2_300_000)) == 4) is waves
    assert desk.read(16, 4_300_000)[0] == (0 if waves else 1)


def test_on_3v3_it_saves_its_battery_and_says_so() -> None:
    desk = clock_bench(supply="3V3")
    assert not desk.rtc1.powered
    assert "Wire 5V to VBUS" in text_of(desk, "supply too low")
    assert clock_bench(supply="3V3", battery="0").rtc1.powered
    assert "no power" in kinds(clock_bench(supply="GND.2"))


def test_what_a_picture_shows() -> None:
    desk = clock_bench(initTime="2026-05-05T10:20:30")
    desk.advance(90 * S)
    assert desk.state()["rtc1"] == {"time": "2026-05-05 10:22:00", "running": True}
    desk.rtc1.set_time((2030, 1, 2))
    assert desk.rtc1.time == datetime(2030, 1, 2)
