"""Every assignment on real firmware: the solution earns every point there as well, so what passes
on the virtual board passes on a Pico.

The checks are the same, so other answers are a matter of the virtual board; some wrong ones show
that checks can fail here.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.assignments.cases import EXERCISES, each_task
from tests.assignments.exercise import WRONG, Exercise
from tests.assignments.on_firmware import grade
from tests.boards.emulated.firmware_for_tests import needed_firmware

pytestmark = pytest.mark.timeout(1800)  # the emulator computes slowly, more so on a busy computer

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


@pytest.mark.parametrize(("assignment", "task", "name"), WRONG_SAMPLE)
def test_a_wrong_answer_loses_points(assignment: str, task: str, name: str) -> None:
    (exercise,) = (exercise for exercise in EXERCISES if exercise.assignment == assignment)
    wrong = (WRONG / assignment / task / f"{name}.py").read_text("utf-8")
    record = grade(exercise, exercise.with_answers({task: wrong}), task)
    assert record.failed
    assert record.points < record.max_points
