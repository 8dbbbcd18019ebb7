"""Every assignment on real firmware: the solution and the other right answers earn every point
there as well, so what passes on the virtual board passes on a Pico.

Wrong answers are a matter of the checks, which are the same; some show that checks can fail here.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.assignments.cases import EXERCISES, answers, each_task
from tests.assignments.exercise import RIGHT, WRONG, Exercise
from tests.assignments.on_firmware import grade
from tests.boards.emulated.firmware_for_tests import needed_firmware

pytestmark = pytest.mark.timeout(1800)  # the emulator computes slowly, more so on a busy computer

LEFT_OUT = {
    "01_gpio/stairwell/busy_loop.py": "busy for 5 s of board time, a minute and a half here",
}
WRONG_SAMPLE = (
    ("01_gpio", "lamp", "inverted"),
    ("01_gpio", "door", "pulled_down"),
    ("02_i2c", "thermometer", "no_sign"),
    ("02_i2c", "memory", "page_borders_forgotten"),
)


@pytest.fixture(autouse=True)
def firmware() -> Path:
    """There is firmware, or no test."""
    return needed_firmware()


@each_task
def test_the_solution_earns_every_point(exercise: Exercise, task: str) -> None:
    record = grade(exercise, exercise.solution, task)
    assert record.failed == ()
    assert record.points == record.max_points > 0


@answers(RIGHT)
def test_another_right_answer_earns_every_point(exercise: Exercise, task: str, path: Path) -> None:
    if why := LEFT_OUT.get(path.relative_to(RIGHT).as_posix()):
        pytest.skip(why)
    record = grade(exercise, exercise.with_answers({task: path.read_text("utf-8")}), task)
    assert record.failed == ()
    assert record.points == record.max_points


@pytest.mark.parametrize(("assignment", "task", "name"), WRONG_SAMPLE)
def test_a_wrong_answer_loses_points(assignment: str, task: str, name: str) -> None:
    (exercise,) = (exercise for exercise in EXERCISES if exercise.assignment == assignment)
    wrong = (WRONG / assignment / task / f"{name}.py").read_text("utf-8")
    record = grade(exercise, exercise.with_answers({task: wrong}), task)
    assert record.failed
    assert record.points < record.max_points


def test_what_is_left_out_is_there() -> None:
    assert [name for name in LEFT_OUT if not (RIGHT / name).exists()] == []
