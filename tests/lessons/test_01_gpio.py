"""What lesson 01 says about its own experiments, checked on the notebook's own cells.

The whole lesson runs once on each kind of board, in fast-forward, so that the facts do not depend
on the machine's load.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.lessons.running import BOARDS, PATIENTLY, Lesson, run_lesson

pytestmark = PATIENTLY

FAILS_ON_PURPOSE = {
    "wrong-name-run": 'unknown named pin "GP99"',
    "wrong-freq-run": "freq too small",
    "wrong-adc-run": "Pin doesn't have ADC capabilities",
}


@pytest.fixture(scope="module", params=BOARDS)
def lesson(request: pytest.FixtureRequest) -> Iterator[Lesson]:
    with run_lesson("01_gpio", request.param) as lesson:
        yield lesson


def test_only_the_cells_that_say_so_fail_and_as_the_text_says(lesson: Lesson) -> None:
    assert lesson.failed() == FAILS_ON_PURPOSE
    assert lesson.may_fail() == set(FAILS_ON_PURPOSE)


def test_blink_is_three_pulses_of_200_ms(lesson: Lesson) -> None:
    widths = [pulse.width_us for pulse in lesson.pulses("blink-run", "led1")]
    assert widths == pytest.approx([200_000] * 3, abs=1000)


def test_the_two_wiring_faults_are_said_in_words(lesson: Lesson) -> None:
    assert "led9 is the wrong way round" in lesson["wrong-led-run"].printed
    assert "It has no series resistor" in lesson["wrong-led-run"].printed


def test_a_floating_pin_reads_both_levels_and_the_bench_names_it(lesson: Lesson) -> None:
    assert set(lesson["float-run"].printed.split()) == {"0", "1"}
    assert "Look at this: GP14 is read while btn1 is open" in lesson["float-words"].printed


def test_a_pressed_button_with_a_pull_up_reads_0(lesson: Lesson) -> None:
    assert lesson["pull-run"].value == "[1, 1, 1, 0, 0, 0, 1, 1]"
    read = [line.split()[1::2] for line in lesson["signal-run"].printed.splitlines()]
    assert read == [["1", "0"], ["0", "1"], ["0", "1"], ["1", "0"]]


def test_the_slide_switch_needs_no_pull(lesson: Lesson) -> None:
    assert lesson["switch-run"].value == "[0, 0, 1, 1]"


def test_one_press_bounces_and_the_trace_holds_the_moment(lesson: Lesson) -> None:
    assert len(lesson.pulses("bounce-run", "btn1")) > 1
    first_us, end_us = lesson.rises("bounce-run", "btn1")[0], lesson["bounce-run"].window_us[1]
    assert end_us - first_us < 28_000  # what %trace --last 28 shows


@pytest.mark.parametrize(("settle_us", "count"), [(10_000, 3), (50_000, 3), (200_000, 0)])
def test_debounced_count(lesson: Lesson, settle_us: int, count: int) -> None:
    assert lesson.board.eval(f"presses({settle_us})") == count


def test_without_debounce_the_count_is_too_large(lesson: Lesson) -> None:
    changes = int(lesson["record-run"].printed.split()[0])
    assert changes > 6
    assert lesson.board.eval("presses(0)") == changes // 2 > 3


def test_the_led_follows_the_finger_during_a_busy_loop(lesson: Lesson) -> None:
    closed = max(lesson.pulses("irq-run", "btn1"), key=lambda pulse: pulse.width_us)
    lit = max(lesson.pulses("irq-run", "led1"), key=lambda pulse: pulse.width_us)
    assert lit.start_us == pytest.approx(closed.start_us, abs=1000)
    assert lit.end_us == pytest.approx(closed.end_us, abs=1000)


def test_a_slow_handler_stops_the_blinking_and_a_flag_does_not(lesson: Lesson) -> None:
    def longest_us(cell: str) -> int:
        both = lesson.pulses(cell, "led1") + lesson.pulses(cell, "led1", level=0)
        return max(pulse.width_us for pulse in both)

    assert longest_us("slow-run") > 80_000
    assert longest_us("flag-run") < 15_000
    assert lesson["flag-run"].printed.split() == ["pressed", "released"]


def test_a_hard_handler_may_not_allocate(lesson: Lesson) -> None:
    *_, told, last = lesson["hard-run"].printed.splitlines()
    if lesson.on == "emulated":  # no room for the message; the unix port has a buffer for it
        assert told == "MemoryError: "
    else:
        assert told == "MemoryError: memory allocation failed, heap is locked"
    assert last == "the program goes on"


def test_the_timer_makes_five_flashes(lesson: Lesson) -> None:
    assert len(lesson.pulses("timer-run", "led1")) == 5


def test_the_stairwell_light_goes_out_half_a_second_after_the_release(lesson: Lesson) -> None:
    (lit,) = lesson.pulses("oneshot-run", "led1")
    assert lit.width_us == pytest.approx(605_000, abs=10_000)


def test_a_quarter_of_a_millisecond_of_light(lesson: Lesson) -> None:
    widths = {pulse.width_us for pulse in lesson.pulses("pwm-run", "led1")}
    assert widths == {250}


def test_the_servo_goes_where_the_pulses_say(lesson: Lesson) -> None:
    start_us, end_us = lesson["servo-run"].window_us
    spans = lesson.channel("srv1").segments(start_us, end_us)
    assert sorted({round(angle) for _, _, angle in spans}) == [0, 90, 180]


def test_buzzer_and_servo_share_a_frequency(lesson: Lesson) -> None:
    assert lesson["slice-run"].printed == "buzzer 440 Hz, servo 440 Hz\n"


def test_readings_are_12_bits_stretched(lesson: Lesson) -> None:
    assert lesson["adc-run"].printed.splitlines()[-1] == "32759 1.650 V"
    for line in lesson["bits-run"].printed.splitlines():
        assert line.split()[0] == line.split()[-1]


def test_the_dimmer_follows_the_knob(lesson: Lesson) -> None:
    start_us, _ = lesson["dimmer-run"].window_us
    shares = [
        lesson.channel("led1").on_fraction_at(start_us + ms * 1000) for ms in (400, 700, 1000)
    ]
    assert shares == pytest.approx([0.1, 0.9, 0.3], abs=0.01)


def test_the_times_of_the_pixels(lesson: Lesson) -> None:
    assert "300 pixels: 9.00 ms" in lesson["pixel-time-run"].printed
    colours = lesson.channel("strip1").level_at(lesson["pixel-run"].window_us[1])
    assert colours[7] == (64, 32, 0)


def test_with_sleep_the_press_is_missed(lesson: Lesson) -> None:
    assert lesson.rises("sleep-run", "btn1")
    assert not lesson.rises("sleep-run", "rgb1.G")


@pytest.mark.parametrize("cell", ["ticks-run", "jobs-timer-run", "asyncio-run"])
def test_the_other_ways_react_and_keep_blinking(lesson: Lesson, cell: str) -> None:
    delay_us = lesson.rises(cell, "rgb1.G")[0] - lesson.rises(cell, "btn1")[0]
    assert 0 <= delay_us < 12_000
    toggles = lesson.channel("led1").edges(*lesson[cell].window_us)
    assert len(toggles) in (3, 4, 5)


def test_asyncio_sees_fewer_bounces(lesson: Lesson) -> None:
    assert len(lesson.rises("asyncio-run", "rgb1.G")) < len(lesson.rises("ticks-run", "rgb1.G"))


def test_the_bench_is_dark_and_silent_at_the_end_of_the_experiments(lesson: Lesson) -> None:
    for name in ("led1", "rgb1.G", "bz1"):
        assert lesson.channel(name).level_at(lesson["jobs-clean"].window_us[1]) == 0
