"""The bench as the board sees it: writes, reads, PWM, interrupts, time."""

import threading

import numpy as np
import pytest

from coursekit.bench import ONBOARD_LED, Bench, BenchError, Diagram, Edge, Mode, Pull
from tests.bench.diagrams import (
    active_low_bench,
    as_input,
    bench,
    button_bench,
    kinds,
    led_bench,
    output,
    part,
    wire_bench,
)

Edges = list[tuple[int, Edge, int]]


def watch(desk: Bench, gpio: int, edges: Edge = Edge.BOTH) -> Edges:
    seen: Edges = []
    desk.on_edge = lambda *edge: seen.append(edge)
    desk.watch(gpio, edges)
    return seen


def test_the_onboard_led_needs_no_wiring() -> None:
    desk = Bench(Diagram.empty())
    assert not desk.LED.lit
    desk.configure(ONBOARD_LED, 0, Mode.OUT, Pull.NONE)
    desk.write(ONBOARD_LED, 5, 1)
    assert desk.LED.lit
    assert desk["LED"] is desk.LED
    assert desk.trace["LED"].edges() == [(5, 1)]
    assert desk.state() == {"LED": {"brightness": 1.0}, "pico": {"led": 1.0}}
    assert desk.faults() == []


def test_every_write_reaches_pin_and_led_in_order() -> None:
    desk = led_bench()
    output(desk, 15)
    for i in range(1, 10_001):
        desk.write(15, 5 * i, i & 1)
    for name in ("GP15", "led1"):
        channel = desk.trace[name]
        assert channel.times_us.tolist() == [0, *range(5, 50_001, 5)]
        assert np.array_equal(channel.values, np.arange(10_001) & 1)


def test_fast_writes_are_known_to_what_comes_after() -> None:
    desk = led_bench()
    output(desk, 15)
    for t_us in range(1, 6):  # from the third on the steps are remembered ones
        desk.write(15, t_us, t_us & 1)
    as_input(desk, 15)
    assert not desk.led1.lit
    desk.write(15, 10, 0)
    output(desk, 15)
    assert [t for t, _ in desk.trace["led1"].edges()] == [1, 2, 3, 4, 5, 5]


def test_letting_a_wire_float_is_no_change_to_see() -> None:
    desk = wire_bench()
    desk.configure(2, 0, Mode.OPEN_DRAIN, Pull.NONE)
    for t_us in range(1, 7):
        desk.write(2, t_us, t_us & 1)
    assert len(desk.trace["GP2"]) == 1


def test_an_event_that_writes_late_does_not_turn_time_back() -> None:
    desk = led_bench()
    output(desk, 15)
    times: list[int] = []
    desk.schedule(10, lambda t: desk.write(15, 50, 1))
    desk.schedule(20, times.append)
    desk.advance(100)
    assert times == [50]


def test_writing_the_same_level_again_is_no_change() -> None:
    desk = led_bench()
    output(desk, 15)
    for t_us in (10, 20, 30):
        desk.write(15, t_us, 1)
    assert desk.trace["GP15"].edges() == [(10, 1)]
    assert desk.now_us == 30


def test_a_level_written_to_an_input_waits_until_it_is_an_output() -> None:
    desk = led_bench()
    as_input(desk, 15)
    desk.write(15, 10, 1)
    assert not desk.led1.lit
    desk.configure(15, 20, Mode.OUT, Pull.NONE)
    assert desk.led1.lit
    assert desk.trace["led1"].edges() == [(20, 1)]


def test_an_active_low_led() -> None:
    desk = active_low_bench()
    output(desk, 15)
    assert desk.led1.lit
    desk.write(15, 10, 1)
    assert not desk.led1.lit
    desk.pwm(15, 20, 1000, 16384)
    assert desk.led1.brightness == pytest.approx(0.75, abs=1e-3)


def test_open_drain_pulls_low_and_lets_go() -> None:
    desk = wire_bench("pico:GP2 pico:GP3")
    as_input(desk, 3, Pull.UP)
    desk.configure(2, 0, Mode.OPEN_DRAIN, Pull.NONE)
    assert desk.read(3, 1) == (0, True)
    desk.write(2, 5, 1)
    assert desk.read(3, 6) == (1, True)
    assert desk.faults() == []


def test_a_wire_between_two_pins_carries_the_level() -> None:
    desk = wire_bench("pico:GP2 pico:GP3")
    output(desk, 2)
    as_input(desk, 3)
    assert desk.read(3, 1) == (0, True)
    desk.write(2, 5, 1)
    assert desk.read(3, 6) == (1, True)
    assert desk.read(2, 6) == (1, True)


def test_after_reset_pins_are_pulled_down() -> None:
    desk = wire_bench()
    assert desk.read(7, 0) == (0, True)
    output(desk, 7)
    desk.write(7, 10, 1)
    seen = watch(desk, 7)
    desk.reset_gpio(20)
    assert desk.read(7, 30) == (0, True)
    assert desk.trace["GP7"].edges() == [(10, 1), (20, 0)]
    assert seen == []
    assert not desk.reacts


def test_a_reset_that_leaves_pins_as_they_are_watches_them_no_more() -> None:
    desk = wire_bench()
    output(desk, 7)
    desk.write(7, 10, 1)
    output(desk, 2)
    desk.write(2, 10, 1)
    seen = watch(desk, 7)
    desk.reset_gpio(20, {7})
    assert (desk.read(7, 30), desk.read(2, 30)) == ((1, True), (0, True))
    assert desk.trace["GP7"].edges() == [(10, 1)]
    desk.write(7, 40, 0)
    assert desk.read(7, 50) == (0, True)
    assert seen == []


def test_a_floating_input_reads_noise_that_the_seed_decides() -> None:
    def levels(seed: int) -> list[int]:
        desk = button_bench(seed=seed)
        as_input(desk, 14)
        reads = [desk.read(14, t_us) for t_us in range(200)]
        assert not any(stable for _, stable in reads)
        return [level for level, _ in reads]

    assert levels(1) == levels(1)
    assert levels(1) != levels(2)
    assert 20 < sum(levels(1)) < 180


def test_a_floating_adc_reads_noise_around_the_middle() -> None:
    desk = wire_bench()
    desk.configure(26, 0, Mode.ANALOG, Pull.NONE)
    volts = [desk.voltage(26, t) for t in range(300)]
    assert np.mean(volts) == pytest.approx(1.65, abs=0.1)
    assert 0.1 < np.std(volts) < 0.5
    assert kinds(desk) == ["floating input"]


def test_the_adc_sees_the_potentiometer_and_never_more_than_3v3() -> None:
    desk = bench(
        [part("pot1", "wokwi-potentiometer", value="0.5")],
        ["pot1:GND pico:GND.1", "pot1:VCC pico:VBUS", "pot1:SIG pico:GP26"],
    )
    desk.configure(26, 0, Mode.ANALOG, Pull.NONE)
    assert desk.voltage(26, 1) == pytest.approx(2.5, abs=0.01)
    desk.pot1.turn(0.9)
    assert desk.voltage(26, 2) == 3.3
    assert kinds(desk) == ["over-voltage"]


def test_between_the_logic_levels_a_read_may_be_either() -> None:
    desk = bench([part("r1", "wokwi-resistor", value="60k")], ["pico:GP2 r1:1", "r1:2 pico:GND.1"])
    as_input(desk, 2, Pull.UP)
    reads = {desk.read(2, t) for t in range(50)}
    assert reads == {(0, False), (1, False)}
    assert kinds(desk) == ["undefined level"]


def test_both_pulls_keep_the_level() -> None:
    desk = wire_bench("pico:GP2 pico:GP3")
    output(desk, 2)
    as_input(desk, 3, Pull.UP | Pull.DOWN)
    for level in (1, 0, 1):
        output(desk, 2)
        desk.write(2, desk.now_us + 1, level)
        as_input(desk, 2)
        assert desk.read(3, desk.now_us + 1) == (level, True)


# -- PWM ------------------------------------------------------------------------------------


def test_pwm_is_one_record_and_brightness_is_its_duty() -> None:
    desk = led_bench()
    desk.pwm(15, 100, 1000, 16384)
    assert len(desk.trace["GP15"]) == 2
    assert desk.trace["GP15"].kind == desk.trace["led1"].kind == "pwm"
    assert desk.led1.brightness == pytest.approx(0.25, abs=1e-3)
    assert desk.led1.brightness_at(99) == 0
    desk.advance(1_000_100)
    assert len(desk.trace["led1"].pulses()) == pytest.approx(1000, abs=1)
    assert desk.trace["led1"].pulses(0, 2000)[0] == (100, 350)


def test_pwm_keeps_its_phase_when_only_the_duty_changes() -> None:
    desk = led_bench()
    desk.pwm(15, 0, 1000, 16384)
    desk.pwm(15, 4_100, 1000, 32768)
    assert desk.trace["GP15"].pulses(3000, 6000)[-1] == (5000, 5500)
    desk.pwm(15, 6_100, 2000, 32768)
    desk.advance(8000)
    assert desk.trace["GP15"].pulses(6_600, 8000)[0] == (6600, 6850)


def test_full_and_no_duty_are_levels() -> None:
    desk = led_bench()
    desk.pwm(15, 0, 1000, 65535)
    assert desk.read(15, 10)[0] == 1
    assert desk.trace["led1"].kind == "digital"
    desk.pwm(15, 20, 1000, 0)
    assert desk.trace["led1"].edges() == [(0, 1), (20, 0)]


def test_a_write_is_seen_when_pwm_has_ended() -> None:
    desk = led_bench()
    desk.configure(15, 0, Mode.OUT, Pull.NONE)
    desk.pwm(15, 0, 1000, 32768)
    desk.write(15, 5000, 1)
    assert desk.led1.brightness == pytest.approx(0.5, abs=1e-3)
    desk.pwm_stop(15, 8000)
    assert desk.led1.brightness == 1
    desk.pwm_stop(15, 8000)


def test_configure_ends_pwm_except_for_alt() -> None:
    desk = led_bench()
    desk.pwm(15, 0, 1000, 32768)
    desk.configure(15, 10, Mode.ALT, Pull.NONE)
    assert desk.led1.brightness == pytest.approx(0.5, abs=1e-3)
    as_input(desk, 15)
    assert desk.led1.brightness == 0


def test_reading_pwm_reads_its_phase_and_is_not_stable() -> None:
    desk = wire_bench("pico:GP2 pico:GP3")
    as_input(desk, 3)
    desk.pwm(2, 0, 1000, 32768)
    assert desk.read(3, 100) == (1, False)
    assert desk.read(3, 700) == (0, False)
    assert desk.voltage(3, 1100) == pytest.approx(3.3, abs=0.01)


@pytest.mark.parametrize("freq_hz", [0, -1, float("nan"), float("inf")])
def test_impossible_pwm_is_refused(freq_hz: float) -> None:
    with pytest.raises(BenchError, match="PWM on GP15"):
        led_bench().pwm(15, 0, freq_hz, 100)


# -- interrupts -----------------------------------------------------------------------------


def test_edges_of_a_button_reach_the_board() -> None:
    desk = button_bench(bounce="0")
    as_input(desk, 14, Pull.UP)
    seen = watch(desk, 14)
    desk.at(5).press("btn1", for_ms=3)
    desk.advance(10_000)
    assert seen == [(14, Edge.FALLING, 5000), (14, Edge.RISING, 8000)]


@pytest.mark.parametrize(("edges", "times"), [(Edge.FALLING, [5000]), (Edge.RISING, [8000])])
def test_only_the_edges_asked_for(edges: Edge, times: list[int]) -> None:
    desk = button_bench(bounce="0")
    as_input(desk, 14, Pull.UP)
    seen = watch(desk, 14, edges)
    desk.at(5).press("btn1", for_ms=3)
    desk.advance(10_000)
    assert [t for _, _, t in seen] == times
    desk.watch(14, Edge.NONE)
    desk.at(15).press("btn1", for_ms=3)
    desk.advance(20_000)
    assert len(seen) == 1


def test_a_write_makes_an_edge_at_the_other_end_of_its_wire() -> None:
    desk = wire_bench("pico:GP2 pico:GP3")
    output(desk, 2)
    as_input(desk, 3)
    seen = watch(desk, 3)
    for t_us, level in ((10, 1), (20, 0), (30, 1), (40, 0)):
        desk.write(2, t_us, level)
    assert [(t, e) for _, e, t in seen] == [
        (10, Edge.RISING),
        (20, Edge.FALLING),
        (30, Edge.RISING),
        (40, Edge.FALLING),
    ]


def test_pwm_makes_edges_at_a_watched_pin() -> None:
    desk = wire_bench("pico:GP2 pico:GP3")
    as_input(desk, 3)
    seen = watch(desk, 3)
    desk.pwm(2, 0, 1000, 16384)
    desk.advance(2_600)
    assert [t for _, _, t in seen] == [0, 250, 1000, 1250, 2000, 2250]
    desk.pwm_stop(2, 2_700)
    desk.advance(9_000)
    assert len(seen) == 6
    assert desk.next_event_us() is None


def test_pwm_too_fast_for_interrupts_is_said_once() -> None:
    desk = wire_bench("pico:GP2 pico:GP3")
    as_input(desk, 3)
    watch(desk, 3)
    desk.pwm(2, 0, 100_000, 16384)
    desk.pwm(2, 10, 100_000, 26384)
    assert desk.next_event_us() is None
    assert kinds(desk) == ["fast PWM"]


def test_reacts_when_an_output_and_an_input_share_a_wire() -> None:
    desk = wire_bench("pico:GP2 pico:GP3")
    output(desk, 2)
    assert not desk.reacts
    as_input(desk, 3)
    assert desk.reacts
    output(desk, 3)
    assert not desk.reacts
    desk.watch(2, Edge.BOTH)
    assert desk.reacts
    assert not led_bench().reacts


# -- time -----------------------------------------------------------------------------------


def test_time_never_goes_back() -> None:
    desk = led_bench()
    output(desk, 15)
    desk.write(15, 100, 1)
    desk.write(15, 50, 0)
    desk.advance(20)
    desk.configure(15, 30, Mode.OUT, Pull.NONE)
    assert desk.now_us == 100
    assert desk.trace["GP15"].edges() == [(100, 1), (100, 0)]


def test_a_write_lets_earlier_events_happen_first() -> None:
    desk = led_bench()
    output(desk, 15)
    seen: list[bool] = []
    desk.at(1).call(lambda: seen.append(desk.led1.lit))
    desk.write(15, 2000, 1)
    assert seen == [False]
    assert desk.next_event_us() is None


def test_on_schedule_is_told_of_an_earlier_event_only() -> None:
    desk = led_bench()
    told: list[int | None] = []
    desk.on_schedule = lambda: told.append(desk.next_event_us())
    later = desk.schedule(500, lambda t: None)
    desk.schedule(900, lambda t: None)
    desk.schedule(100, lambda t: None)
    assert told == [500, 100]
    later.cancel()
    desk.advance(100)
    assert desk.next_event_us() == 900


def test_an_event_planned_for_the_past_happens_now() -> None:
    desk = led_bench()
    desk.advance(1000)
    seen: list[int] = []
    desk.schedule(10, seen.append)
    desk.advance(1000)
    assert seen == [1000]


def test_an_event_may_plan_and_act() -> None:
    desk = led_bench()
    output(desk, 15)
    seen: list[int] = []

    def again(t_us: int) -> None:
        seen.append(t_us)
        desk.write(15, t_us, len(seen) % 2)
        if len(seen) < 4:
            desk.schedule(t_us + 10, again)

    desk.schedule(10, again)
    desk.advance(100)
    assert seen == [10, 20, 30, 40]
    assert [t for t, _ in desk.trace["led1"].edges()] == seen


def test_an_event_that_raises_leaves_the_bench_usable() -> None:
    desk = led_bench()
    desk.at(1).call(lambda: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        desk.advance(2000)
    desk.advance(3000)
    assert desk.now_us == 3000


def test_moments_chain_and_come_in_order() -> None:
    desk = button_bench(bounce="0")
    desk.at(1).press(desk.btn1).call(lambda: None)
    desk.at(2).release("btn1")
    desk.advance(10_000)
    assert desk.trace["btn1"].edges() == [(1000, 1), (2000, 0)]
    desk.after(5).press("btn1", for_ms=1)
    desk.advance(30_000)
    assert desk.trace["btn1"].pulses()[-1] == (15_000, 16_000)


def test_a_moment_that_makes_no_sense_is_refused_at_once() -> None:
    desk = button_bench()
    desk.advance(5000)
    with pytest.raises(BenchError, match="clock shows 5 ms"):
        desk.at(4)
    with pytest.raises(BenchError, match=r"btn1 is a push button: it cannot be turned\."):
        desk.at(6).turn("btn1", 0.5)
    with pytest.raises(BenchError, match=r"LED is an on-board LED: it cannot be pressed\."):
        desk.at(6).press(desk.LED)
    with pytest.raises(BenchError, match="negative"):
        desk.at(6).press("btn1", for_ms=-1)
    with pytest.raises(KeyError, match="Did you mean 'btn1'"):
        desk.at(6).press("btn2")
    assert desk.next_event_us() is None


def test_unknown_parts_and_pins_are_answered_with_help() -> None:
    desk = led_bench()
    with pytest.raises(AttributeError, match="Did you mean 'led1'"):
        _ = desk.led2
    assert not hasattr(desk, "_ipython_display_")
    assert "led1" in dir(desk)
    for call in (desk.read, desk.voltage):
        with pytest.raises(BenchError, match="GPIO 30 does not exist"):
            call(30, 0)
    with pytest.raises(BenchError, match="GPIO -1 does not exist"):
        desk.write(-1, 0, 1)


def test_another_thread_may_press_while_the_board_writes() -> None:
    desk = button_bench(bounce="0")
    output(desk, 3)

    def people() -> None:
        for _ in range(200):
            desk.btn1.press()
            desk.btn1.release()

    thread = threading.Thread(target=people)
    thread.start()
    for i in range(2000):
        with desk.lock:
            desk.write(3, desk.now_us + 1, i & 1)
    thread.join()
    assert len(desk.trace["btn1"]) == 401
    assert len(desk.trace["GP3"]) == 2000


def test_a_long_trace_lets_go_of_its_oldest_half(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("coursekit.bench.bounds.CHANNEL_BYTES", 9 * 1000)
    desk = led_bench()
    output(desk, 15)
    for i in range(1, 5001):
        desk.write(15, 1000 * i, i & 1)
    channel = desk.trace["led1"]
    assert len(channel) + channel.dropped == 5001
    assert len(channel) < 2500
    assert channel.edges()[-1] == (5_000_000, 0)
