"""The buzzer: the tone of PWM, the tone of a program that toggles, and silence."""

import pytest

from coursekit.bench import Bench
from tests.bench.diagrams import bench, output, part


def buzzer_bench() -> Bench:
    return bench([part("bz1", "wokwi-buzzer")], ["bz1:1 pico:GND.1", "bz1:2 pico:GP17"])


def test_pwm_sounds_until_it_ends() -> None:
    desk = buzzer_bench()
    desk.pwm(17, 100, 440, 32768)
    assert desk.bz1.frequency_hz == 440
    desk.pwm(17, 200, 880, 32768)
    desk.pwm(17, 300, 880, 0)
    assert not desk.bz1.sounding
    assert desk.trace["bz1"].values.tolist() == [0, 440, 880, 0]
    assert desk.trace["bz1"].times_us.tolist() == [0, 100, 200, 300]


def test_toggling_sounds_and_a_steady_level_is_silence() -> None:
    desk = buzzer_bench()
    output(desk, 17)
    for i in range(1, 41):
        desk.write(17, 500 * i, i & 1)
    assert desk.bz1.frequency_hz == pytest.approx(1000)
    assert desk.state()["bz1"] == {"on": True, "frequency_hz": desk.bz1.frequency_hz}
    desk.advance(200_000)
    assert desk.bz1.frequency_hz == 0
    assert desk.trace["bz1"].values.tolist() == pytest.approx([0, 1000, 0])
    assert desk.next_event_us() is None


def test_a_level_alone_is_no_sound() -> None:
    desk = buzzer_bench()
    output(desk, 17)
    desk.write(17, 10, 1)
    desk.advance(1_000_000)
    assert len(desk.trace["bz1"]) == 1


def test_pwm_after_toggling_goes_on_sounding() -> None:
    desk = buzzer_bench()
    output(desk, 17)
    for i in range(1, 11):
        desk.write(17, 500 * i, i & 1)
    desk.pwm(17, 6000, 300, 32768)
    desk.advance(500_000)
    assert desk.bz1.frequency_hz == 300
    desk.pwm_stop(17, 600_000)
    assert desk.bz1.frequency_hz == 0
