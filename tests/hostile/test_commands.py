"""The whole corpus in one course: what nbgrader's own command and `coursekit grade` make of it.

Between the hostile submissions are honest ones, which have to come out as if they were alone.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from nbformat import from_dict

from coursekit.boards.virtual.sandbox import support
from coursekit.grading import grade_notebook
from tests.grading.course import Course, make_course
from tests.hostile.assignment import NAME, POINTS, source
from tests.hostile.cases import Case, cases, hand_in
from tests.hostile.conftest import LIMITS, Hostile
from tests.hostile.making import ALL, answered, released

CASES = cases()
HONEST = ("a-honest", "honest", "zz-honest")
INEXACT = {"irq_storm", "threads_many", "timer_too_fast", "timer_raises", "seems_idle_natively"}
"""Their points are exact. Where the processor time was over, how far threads got, how often a timer
came while the program computed, at which question a forger fails that races with the grader, or
which of the short limits of these tests is over first when board and bench keep each other busy,
differs a little each time, and so does what is shown."""
HEAP_FULL = re.compile(r"memory allocation failed, allocating \d+ bytes")
"""For how large a piece a full heap had no room differs too: what the collector of MicroPython
keeps depends on what happens to lie on the stacks of its threads."""
MOST_BYTES = 20_000_000
CONFIG = f"""\
from coursekit.grading.nbgrader.config import configure

c = get_config()
configure(c)
c.RunNotebook.cpu_s = {LIMITS.cpu_s}
c.RunNotebook.wall_s = {LIMITS.wall_s}
"""

pytestmark = [
    pytest.mark.skipif(not support().complete, reason=support().missing),
    pytest.mark.timeout(1800),  # the first test of each command waits for all of it
]


@dataclass(frozen=True)
class Run:
    """A course after a command has graded all of it."""

    course: Course
    status: int
    said: str
    scores: dict[str, dict[str, float | None]]

    def points(self, student: str) -> dict[str, float | None]:
        """By task."""
        return {task: self.scores[student][f"{task}-check"] for task in POINTS}

    def autograded(self, student: str) -> Path:
        """The folder with the graded notebook."""
        return self.course.root / "autograded" / student / NAME

    def cells(self, student: str) -> Any:
        """The cells of the graded notebook."""
        path = self.autograded(student) / f"{NAME}.ipynb"
        return json.loads(path.read_text(encoding="utf-8"))["cells"]


def course_of_all(root: Path) -> Course:
    course = make_course(root, from_dict(source()))  # type: ignore[no-untyped-call]
    (root / "nbgrader_config.py").write_text(CONFIG)
    release = released((root / "exercises" / NAME / f"{NAME}.ipynb").read_bytes())
    for student in HONEST:
        hand_in(student, answered(release), root)
    for case in CASES:
        hand_in(case.name, case.make(release), root, case.place)
    return course


def graded_by(course: Course, command: str, *arguments: str) -> Run:
    run = subprocess.run(
        [Path(sys.executable).with_name(command), *arguments],
        cwd=course.root,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        env={**os.environ, "COLUMNS": "200"},
        check=False,
    )
    students = [*HONEST, *(case.name for case in CASES)]
    with course.gradebook as gradebook:
        scores = {
            submission.student_id: {
                grade.name: grade.auto_score
                for notebook in submission.notebooks
                for grade in notebook.grades
            }
            for submission in gradebook.assignment_submissions(NAME)
        }
    assert set(scores) == set(students), run.stdout[-3000:]
    return Run(course, run.returncode, run.stdout, scores)


def removed(root: Path) -> None:
    """Remove a course, in which there are things that no test could list."""
    for name in ("submitted", "autograded", "feedback"):
        shutil.rmtree(root / name, ignore_errors=True)


@pytest.fixture(scope="module")
def stock(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Run]:
    """After `nbgrader autograde`."""
    root = tmp_path_factory.mktemp("stock")
    yield graded_by(course_of_all(root), "nbgrader", "autograde", NAME)
    removed(root)


@pytest.fixture(scope="module")
def batch(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Run]:
    """After `coursekit grade`."""
    root = tmp_path_factory.mktemp("batch")
    yield graded_by(course_of_all(root), "coursekit", "grade", NAME, "--workers", "2")
    removed(root)


@pytest.fixture(params=["stock", "batch"])
def run(request: pytest.FixtureRequest) -> Run:
    """After each of the commands."""
    found: Run = request.getfixturevalue(request.param)
    return found


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_earns_what_is_expected(case: Case, run: Run) -> None:
    got = run.points(case.name)
    if case.races:
        assert all(0 <= (got[task] or 0) <= case.points(task) for task in POINTS)
        assert None not in got.values()
    else:
        assert got == {task: case.points(task) for task in POINTS}


def test_the_command_has_nothing_to_complain_about(run: Run) -> None:
    assert run.status == 0, run.said[-5000:]
    assert "Traceback" not in run.said
    assert "needs rerun" not in run.said


@pytest.mark.parametrize("student", HONEST)
def test_an_honest_submission_comes_out_as_if_alone(
    student: str, run: Run, hostile: Hostile
) -> None:
    assert run.points(student) == ALL
    alone = grade_notebook(hostile.bundle, answered(hostile.release), LIMITS, hostile.files)
    assert [joined(cell) for cell in run.cells(student)] == [joined(c) for c in alone.nb.cells]


def joined(cell: dict[str, Any]) -> tuple[str, str, str]:
    """Name, text and outputs of a cell, however its lines are stored."""
    outputs: list[dict[str, Any]] = [{**output} for output in cell.get("outputs", [])]
    for output in outputs:
        output["text"] = "".join(output.get("text", ""))
        output["data"] = {kind: "".join(text) for kind, text in output.get("data", {}).items()}
    text = HEAP_FULL.sub("memory allocation failed", json.dumps(outputs, sort_keys=True))
    return cell["id"], "".join(cell["source"]), text


def test_both_commands_write_the_same_notebooks(stock: Run, batch: Run) -> None:
    differing = [
        case.name
        for case in CASES
        if not case.races
        and case.name not in INEXACT
        and [joined(cell) for cell in stock.cells(case.name)]
        != [joined(cell) for cell in batch.cells(case.name)]
    ]
    assert differing == []


def test_no_file_of_the_computer_comes_into_the_course(run: Run) -> None:
    for folder in (run.course.root / "autograded", run.course.root / "feedback"):
        for where, folders, names in os.walk(folder):
            assert not [name for name in folders if (Path(where) / name).is_symlink()]
            for path in (Path(where) / name for name in names):
                assert path.is_file(), path
                assert not path.is_symlink(), path
                assert path.stat().st_size < MOST_BYTES, path
                assert not path.read_bytes().startswith(b"SQLite"), path


def test_nothing_of_a_submission_ran_on_the_computer(run: Run) -> None:
    assert not (run.course.root / "owned").exists()
    assert not list(Path("/tmp").glob("coursekit-escape-*"))


def test_feedback_shows_no_hidden_test_and_runs_no_script(batch: Run) -> None:
    for student in (*HONEST, *(case.name for case in CASES)):
        folder = batch.course.root / "feedback" / student / NAME
        page = (folder / f"{NAME}.html").read_text(encoding="utf-8")
        assert "<script>alert(" not in page, student
        assert "<img src=x" not in page, student
        assert "secret" not in page, student


def test_a_question_waits_for_a_person(run: Run) -> None:
    for student in (*HONEST, "question_retyped", "points_multiplied"):
        assert run.scores[student]["explain"] is None
        assert "explain" in run.course.needs_manual_grade(student)
