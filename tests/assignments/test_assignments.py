"""Every assignment of the course: nothing earns nothing, the solution earns all, and each mistake
that people really make costs points of the task that it was made in, and of no other.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from coursekit.grading import assignments
from coursekit.grading.bundle import grade_ids
from tests.assignments.cases import EXERCISES, TASKS, answers, each_exercise, each_task
from tests.assignments.exercise import RIGHT, ROOT, WRONG, Exercise

FEWEST_WRONG_ANSWERS = 3
HINTS = 3


def test_there_are_assignments() -> None:
    assert {"01_gpio", "02_i2c"} <= {exercise.assignment for exercise in EXERCISES}


@pytest.mark.parametrize("name", assignments.names(ROOT))
def test_exercises_are_what_solutions_make(name: str) -> None:
    [built] = assignments.build(ROOT, [name])
    assert built.drift(ROOT) == [], "Run: coursekit assignments build"


@each_exercise
def test_the_release_earns_nothing_and_says_what_to_do(exercise: Exercise) -> None:
    records = exercise.grade(exercise.release)
    assert sorted(records) == sorted(exercise.tasks)
    for task, record in records.items():
        assert record.points == 0, task
        assert record.max_points > 0, task
        assert all("NotImplementedError: Write your answer" in text for text in record.failed)
        assert 2 <= len(record.failed) <= 8, "a check has two to eight expectations"


@each_exercise
def test_the_solution_earns_every_point(exercise: Exercise) -> None:
    records = exercise.grade(exercise.solution)
    assert sorted(records) == sorted(exercise.tasks)
    assert [record.failed for record in records.values() if record.failed] == []
    assert all(record.passed for record in records.values())
    assert all(record.points == record.max_points > 0 for record in records.values())


@answers(WRONG)
def test_a_wrong_answer_loses_points_of_its_own_task(
    exercise: Exercise, task: str, path: Path
) -> None:
    records = exercise.grade(exercise.with_answers({task: path.read_text("utf-8")}))
    lost = [name for name, record in records.items() if record.points < record.max_points]
    assert lost == [task]
    assert records[task].failed, "somebody has to be told why"


@each_exercise
def test_the_public_checks_catch_each_wrong_answer(exercise: Exercise) -> None:
    kept = {task: exercise.answers(WRONG, task) for task in exercise.tasks}
    for number in range(max(map(len, kept.values()))):
        chosen = {task: paths[number] for task, paths in kept.items() if number < len(paths)}
        given = {task: path.read_text("utf-8") for task, path in chosen.items()}
        records = exercise.grade(exercise.with_answers(given), public=True)
        missed = [str(path) for task, path in chosen.items() if not records[task].failed]
        assert missed == [], "a student believes to be right, and is not"


@answers(RIGHT)
def test_another_right_answer_earns_every_point(exercise: Exercise, task: str, path: Path) -> None:
    record = exercise.grade(exercise.with_answers({task: path.read_text("utf-8")}))[task]
    assert record.failed == ()
    assert record.points == record.max_points


@each_task
def test_a_task_has_its_wrong_answers_and_hints(exercise: Exercise, task: str) -> None:
    assert len(exercise.answers(WRONG, task)) >= FEWEST_WRONG_ANSWERS
    notebook = exercise.bundle.notebook()
    place = [cell.metadata.get("nbgrader", {}).get("grade_id") for cell in notebook.cells]
    text = str(notebook.cells[place.index(task) - 1].source)
    hints = re.findall(r"<details><summary>(.+?)</summary>", text)
    assert hints == [f"Hint {number}" for number in range(1, HINTS + 1)]


@pytest.mark.parametrize("kind", [WRONG, RIGHT], ids=lambda kind: kind.name)
def test_no_answer_is_left_over(kind: Path) -> None:
    known = {f"{exercise.assignment}/{task}" for exercise, task in TASKS}
    there = {path.parent.relative_to(kind).as_posix() for path in kind.glob("**/*.py")}
    assert there <= known


@each_exercise
def test_each_check_has_a_public_and_a_hidden_part(exercise: Exercise) -> None:
    for name, cell in grade_ids(exercise.bundle.notebook()):
        if name.removesuffix("-check") in exercise.tasks and cell.metadata.nbgrader.grade:
            whole, public = exercise.bundle.cells[name].source, str(cell.source)
            assert "BEGIN HIDDEN TESTS" in whole
            assert "HIDDEN TESTS" not in public
            assert 0 < public.count("expect(") < whole.count("expect(")
