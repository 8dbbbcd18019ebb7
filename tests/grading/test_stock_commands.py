"""nbgrader's commands in a course folder whose nbgrader_config.py has two lines."""

from __future__ import annotations

import csv
import os
import subprocess
import sys

import pytest

from tests.grading.course import DIAGRAM, GOOD, SANDBOXED, Course, source_notebook

pytestmark = pytest.mark.skipif(not SANDBOXED, reason="without a sandbox the commands run nothing")
CONFIG = """\
from coursekit.grading.nbgrader.config import configure
configure(get_config())
"""


def nbgrader(course: Course, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run nbgrader as an instructor does, without an activated environment."""
    path = [p for p in os.environ["PATH"].split(os.pathsep) if p != os.path.dirname(sys.executable)]
    return subprocess.run(
        [sys.executable, "-m", "nbgrader", *arguments],
        cwd=course.root,
        capture_output=True,
        text=True,
        timeout=200,
        check=False,
        env={**os.environ, "PATH": os.pathsep.join(path)},
    )


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Course:
    """A course from an empty folder to released feedback, by nbgrader's commands alone."""
    course = Course(tmp_path_factory.mktemp("course"))
    (course.root / "nbgrader_config.py").write_text(CONFIG)
    course.write_source(source_notebook())
    run = nbgrader(course, "generate_assignment", "small")
    assert run.returncode == 0, run.stderr
    course.submit("ada", course.answered())
    late = {"timestamp.txt": b"2026-01-03 00:00:00 UTC"}
    course.submit("bob", course.answered({**GOOD, "double": "def double(n): return n"}), late)
    course.submit("eve", b"no notebook")
    os.mkfifo(course.submit("mal", course.answered()) / "pipe")
    for command in ("autograde", "generate_feedback"):
        run = nbgrader(course, command, "small")
        assert run.returncode == 0, run.stderr
        assert "not recognized" not in run.stderr  # a setting that a class does not have
    run = nbgrader(course, "export")
    assert run.returncode == 0, run.stderr
    return course


def test_export_has_every_score(course: Course) -> None:
    with (course.root / "grades.csv").open(newline="") as file:
        rows = {row["student_id"]: row for row in csv.DictReader(file)}
    assert {name: float(row["score"]) for name, row in rows.items()} == {
        "ada": 6,
        "bob": 3,
        "eve": 0,
        "mal": 6,
    }
    assert float(rows["ada"]["max_score"]) == 12


def test_each_submission_has_its_feedback(course: Course) -> None:
    for student in ("ada", "bob", "eve", "mal"):
        assert "secret_number" not in course.feedback_page(student)
    assert "1 of 4" in course.feedback_page("bob")


def test_validate_says_what_a_student_still_has_to_do(course: Course) -> None:
    folder = course.root / "submitted" / "bob" / "small"
    (folder / "diagram.json").write_bytes(DIAGRAM.read_bytes())
    run = nbgrader(course, "validate", str(folder / "small.ipynb"))
    assert "FAILED ON 1 CELL" in run.stdout
    assert "double(3) gave 3, expected 6" in run.stdout
