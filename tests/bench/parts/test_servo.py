"""The servo: angle from pulse width, made by PWM or by the program."""

import pytest

from coursekit.bench import Bench
from tests.bench.diagrams import bench, kinds, output, part


def servo_bench(plus: str = "VBUS") -> Bench:
    return bench(
        [part("servo1", "wokwi-servo")],
        ["servo1:GND pico:GND.1", f"servo1:V+ pico:{plus}", "servo1:PWM pico:GP16"],
    )


def duty(width_us: float) -> int:
    return round(65535 * width_us / 20_000)


@pytest.mark.parametrize(("width_us", "angle"), [(500, 0), (1500, 90), (2500, 180), (2550, 180)])
def test_pwm_turns_the_horn(width_us: float, angle: float) -> None:
    desk = servo_bench()
    desk.pwm(16, 0, 50, duty(1000))
    desk.pwm(16, 100, 50, duty(width_us))
    assert desk.servo1.angle == pytest.approx(angle, abs=0.1)
    assert desk.state()["servo1"] == {"angle": desk.servo1.angle}


def test_pulses_of_the_program_turn_it_too() -> None:
    desk = servo_bench()
    output(desk, 16)
    for period in range(3):
        for t_us, level in ((20_000 * period + 10, 1), (20_000 * period + 2010, 0)):
            desk.write(16, t_us, level)
    assert desk.servo1.angle == 135
    assert desk.trace["servo1"].times_us.tolist() == [0, 2010]


@pytest.mark.parametrize("width_us", [100, 5000])
def test_a_pulse_that_is_no_servo_pulse_moves_nothing(width_us: float) -> None:
    desk = servo_bench()
    desk.pwm(16, 0, 50, duty(width_us))
    assert desk.servo1.angle == 0


def test_a_wrong_frequency_is_a_fault() -> None:
    desk = servo_bench()
    desk.pwm(16, 0, 1000, 32768)
    assert desk.servo1.angle == 0
    assert kinds(desk) == ["servo frequency"]


def test_without_power_it_stays() -> None:
    desk = servo_bench(plus="GP3")
    desk.pwm(16, 0, 50, duty(1500))
    assert desk.servo1.angle == 0
    assert kinds(desk) == ["no power"]
