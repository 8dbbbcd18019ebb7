"""What lesson 02 says about its own experiments, checked on the notebook's own cells.

The whole lesson runs once on each kind of board, in fast-forward, so that the facts do not depend
on the machine's load.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest

from coursekit.checks.display_text import possible_lines
from tests.lessons.running import BOARDS, PATIENTLY, Lesson, run_lesson

pytestmark = PATIENTLY

FAILS_ON_PURPOSE = {
    "wrong-nobody-run": "[Errno 5] EIO",
    "wrong-pin-run": "bad SCL pin",
    "wrong-pull-run": "[Errno 110] ETIMEDOUT",
    "stuck-again": "[Errno 110] ETIMEDOUT",
}
CALL_US = 40
"""What a call may take besides its bits: some 6 us on the virtual board, 25 to 30 us on a Pico."""


def knows_soft_buses(lesson: Lesson) -> bool:
    """Whether the bench is told that two pins are a bus; firmware only moves them."""
    return lesson.on == "virtual"


@pytest.fixture(scope="module", params=BOARDS)
def lesson(request: pytest.FixtureRequest) -> Iterator[Lesson]:
    with run_lesson("02_i2c", request.param) as lesson:
        yield lesson


def test_only_the_cells_that_say_so_fail_and_as_the_text_says(lesson: Lesson) -> None:
    assert lesson.failed() == FAILS_ON_PURPOSE
    assert lesson.may_fail() == set(FAILS_ON_PURPOSE)


def test_every_picture_is_drawn(lesson: Lesson) -> None:
    drawn = {name for name, ran in lesson.cells.items() if ran.pictures}
    wanted = re.compile(r"-(chart|trace|picture|words|noise)$")
    assert {name for name in lesson.cells if wanted.search(name)} <= drawn
    assert {"trace-show", "two-run"} <= drawn


def test_the_scan_finds_five_chips_in_some_milliseconds(lesson: Lesson) -> None:
    printed = lesson["scan-run"].printed
    assert re.findall(r"0x\w\w", printed) == ["0x3c", "0x48", "0x68", "0x69", "0x77"]
    assert lesson["scan-run"].numbers[-1] == pytest.approx(18, abs=1)


def test_who_they_are(lesson: Lesson) -> None:
    assert lesson["who-run"].value == "b'U'"
    assert lesson["who-mem"].printed == "0x55\n"
    assert lesson["mpu-run"].printed == "0x68\n"


def test_the_trace_shows_what_the_table_below_it_says(lesson: Lesson) -> None:
    pointer, answer = lesson.transactions("trace-run")
    assert (pointer.address, pointer.read, pointer.data, pointer.stop) == (0x77, 0, b"\xd0", 0)
    assert (answer.read, answer.repeated, answer.data, answer.data_acks) == (1, 1, b"\x55", 0)
    assert answer.end_us - pointer.start_us == pytest.approx(390, abs=10)


def test_a_reading_takes_as_long_as_its_bits(lesson: Lesson) -> None:
    _, slow_us, _, fast_us = lesson["time-run"].numbers
    assert 390 <= slow_us < 390 + CALL_US
    assert 98 <= fast_us < 98 + CALL_US
    assert lesson.board.eval("slow_us[-1] / 22 < slow_us[0] / 3")


def test_an_i2c_block_has_one_setting(lesson: Lesson) -> None:
    before, after = lesson["freq-run"].printed.splitlines()
    assert "freq=399361" in before
    assert "freq=100000" in after


def test_the_clock_stands_until_it_is_started(lesson: Lesson) -> None:
    assert lesson["clock-halted"].printed == "10000000 10000000\n"
    assert lesson["clock-start"].printed == "0 2\n"


def test_minus_five_and_a_half_degrees_are_64128(lesson: Lesson) -> None:
    assert "fa 80  word 64128  divided by 256: 250.5" in lesson["sign-run"].printed
    assert lesson["sign-fix"].value == "[22.0, 22.0, 5.5, -5.5, -5.5]"
    assert lesson["thermo-run"].value == "22.0"


def test_swapped_bytes_leap(lesson: Lesson) -> None:
    wrong = [float(line.split()[-1]) for line in lesson["struct-run"].printed.splitlines()]
    assert wrong == [0.09, -127.91, 0.09, -127.02]


def test_what_is_read_too_early_is_the_conversion_before(lesson: Lesson) -> None:
    before, after, since_ms = lesson["early-chart"].numbers
    early = lesson.board.eval("early")
    assert isinstance(early, list)
    assert {raw for us, raw in early if us < 4000} == {before}
    assert {raw for us, raw in early if us > 5000} == {after}
    assert 4 <= since_ms < 5


def test_the_data_sheets_example(lesson: Lesson) -> None:
    assert lesson["heat-run"].printed == "2399 15.0\n"
    assert lesson["pascal-run"].printed == "69964 Pa\n"


def test_the_values_in_between_that_the_text_names(lesson: Lesson) -> None:
    code = (
        "lambda b6, c: (b6, 4 * c[0] + (c[7] * (b6 * b6 >> 12) >> 11) + (c[1] * b6 >> 11) + 2 >> 2)"
    )
    assert lesson.board.eval(f"({code})(b5 - 4000, SHEET)") == (-1601, 422)
    assert (23843 - 422) * 50000 * 2 // 33457 == 70003


def test_the_driver_gives_what_is_set_and_takes_its_time(lesson: Lesson) -> None:
    celsius, hectopascal, took_ms = lesson["driver-run"].numbers
    assert celsius == 22.0
    assert hectopascal == pytest.approx(1013.25, abs=0.05)
    assert 1000 / took_ms == pytest.approx(85, abs=3)
    orders = [t.data for t in lesson.transactions("driver-run", "bmp1") if t.data[:1] == b"\xf4"]
    assert orders == [b"\xf4\x2e", b"\xf4\x34"]
    on_the_wires_us = sum(t.end_us - t.start_us for t in lesson.transactions("driver-run"))
    assert on_the_wires_us == pytest.approx(1600, abs=100)


def test_the_two_thermometers_have_their_steps(lesson: Lesson) -> None:
    assert "bmp180: 24 numbers from 22 to 22.9" in lesson["two-run"].shown
    assert "lm75: 24 numbers from 22 to 23" in lesson["two-run"].shown


def test_a_picture_takes_92_ms_and_its_commands(lesson: Lesson) -> None:
    (took_ms,) = lesson["oled-run"].numbers
    assert 92 < took_ms < 97
    pages = [t for t in lesson.transactions("oled-run", "oled1") if t.data[:1] == b"\x40"]
    assert [len(page.data) for page in pages] == [129] * 8


def test_the_display_shows_the_thermometer(lesson: Lesson) -> None:
    end_us = lesson["oled-show"].window_us[1]
    frame: Any = lesson.bench.trace["oled1"].level_at(end_us)
    shown = possible_lines(frame.rows())
    assert {"22.9 C", "1013.3 hPa"} <= {line.text for line in shown}


def test_the_spirit_level_shows_the_last_tilt(lesson: Lesson) -> None:
    assert lesson.board.eval("x") == pytest.approx(-0.15, abs=0.001)
    assert lesson.board.eval("x == mpu.acceleration()[0]")


def test_the_ready_made_driver_agrees(lesson: Lesson) -> None:
    theirs, mine = (line.split()[1:] for line in lesson["sync-compare"].printed.splitlines())
    assert theirs == mine


def test_a_chip_without_power_is_missed_and_comes_back(lesson: Lesson) -> None:
    lines = lesson["power-run"].printed.splitlines()
    read = ["degrees" in line for line in lines]
    assert read[0]
    assert read[-1]
    assert read.count(False) >= 3
    assert {line for line in lines if "degrees" not in line} == {"no reading: [Errno 5] EIO"}


def test_swapped_wires_find_nobody(lesson: Lesson) -> None:
    assert lesson["wrong-swap-run"].printed == "[]\n"


def test_the_bench_names_what_was_done_to_it(lesson: Lesson) -> None:
    words = lesson["wrong-words"].printed
    if knows_soft_buses(lesson):
        assert "bmp1, oled1, mpu1, rtc1 and lm1: SDA and SCL are swapped" in words
        assert "GP6 and GP7 have no pull-up resistor" in words
    assert "Mended since: bmp1 has no power" in words
    assert "Mended since: mpu1 and rtc1 share the address 0x68" in words


def test_the_errors_of_a_bus_say_what_may_be_behind_them(lesson: Lesson) -> None:
    def hint(cell: str) -> str:
        error = lesson[cell].error
        assert error is not None
        return error.traceback[-1]

    assert hint("wrong-nobody-run").startswith("No chip acknowledged its address")
    if knows_soft_buses(lesson):
        assert hint("wrong-pull-run").startswith("GP6 and GP7 have no pull-up resistor")
    else:
        assert "a pull-up resistor is missing" in hint("wrong-pull-run")
    assert hint("stuck-again").startswith("lm1 holds SDA (GP4) low")


def test_a_stuck_bus_comes_free_with_eight_clocks(lesson: Lesson) -> None:
    assert lesson["stuck-free"].printed == "8 clocks, and the id is 0x55\n"


def test_two_chips_at_one_address_are_read_as_their_and(lesson: Lesson) -> None:
    addresses, who, seconds = lesson["clash-run"].printed.splitlines()
    assert addresses == "['0x3c', '0x48', '0x68', '0x77']"
    assert who != "WHO_AM_I 0x68"
    assert seconds == "seconds  0x0"
    again, computed = lesson["clash-mend"].printed.splitlines()
    assert "'0x69'" in again
    assert computed.split()[0] == who.split()[1]


def test_rise_times(lesson: Lesson) -> None:
    text = lesson["pull-chart"].printed
    assert [int(ns) for ns in re.findall(r"(\d+) ns", text)] == [136, 398, 5084]


def test_a_loop_back_wire_brings_back_what_is_sent(lesson: Lesson) -> None:
    hello = "b'hello'"
    zeros = str(bytes(5))
    assert lesson["spi-run"].printed.splitlines() == [hello, zeros, hello]


def test_a_byte_at_9600_baud_takes_a_millisecond(lesson: Lesson) -> None:
    *arrived_us, _ = [*lesson["uart-run"].numbers, 0]
    assert arrived_us == pytest.approx([1040 * n for n in range(1, 6)], abs=120)
    assert "b'hello'" in lesson["uart-run"].printed
