"""The batch leaves what nbgrader's own commands leave, row for row and byte for byte."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from distributed import Client
from traitlets.config import Config

from coursekit.grading import grade_notebook
from coursekit.grading.batch.errors import OK
from tests.grading.batch.course import BatchCourse, tree
from tests.grading.course import GOOD, Course

LATE_ZERO = "\nc = get_config()\nc.LateSubmissionPlugin.penalty_method = 'zero'\n"
HALF = "def double(n):\n    return 2 * n if n >= 0 else 0\n"


# In this process nbgrader does not read the course's file, so the setting is given once more.
SETTINGS = Config({"LateSubmissionPlugin": {"penalty_method": "zero"}})


@pytest.fixture(scope="module")
def graded(
    template: Path, client: Client, tmp_path_factory: pytest.TempPathFactory
) -> tuple[BatchCourse, BatchCourse]:
    """The same submissions graded twice each: by nbgrader's commands, and by the batch."""
    folder = tmp_path_factory.mktemp("stock")
    shutil.copytree(template, folder / "first")
    course = BatchCourse(Course(folder / "first"), client)
    config = course.root / "nbgrader_config.py"
    config.write_text(config.read_text() + LATE_ZERO)
    course.execute("update assignment set duedate = '2026-11-01 12:00:00.000000'")
    submit(course)
    shutil.copytree(course.root, folder / "stock")
    shutil.copytree(course.root, folder / "batch")
    stock = BatchCourse(Course(folder / "stock", settings=SETTINGS))
    batch = BatchCourse(Course(folder / "batch", settings=SETTINGS), client)
    grade_both(stock, batch)
    for one in (stock, batch):
        course = one
        people_at_work(course)
    grade_both(stock, batch)
    return stock, batch


def submit(course: BatchCourse) -> None:
    course.submit("good", GOOD["double"], {"timestamp.txt": b"2026-11-01 11:00:00 UTC"})
    course.submit("late", GOOD["double"], {"timestamp.txt": b"2026-11-02 13:00:00 +0100"})
    course.submit("odd-time", HALF, {"timestamp.txt": b"yesterday", "extra/data.csv": b"1,2\n"})
    course.submit("marked", HALF, {"diagram.json": b"{}", "mine.txt": b"hello"})
    course.course.submit("blank", course.course.release())
    course.course.submit("none", None, {"readme.txt": b"sorry"})
    course.course.submit("broken", b"{{{")


def people_at_work(course: BatchCourse) -> None:
    """What a grader and a student do between two runs."""
    find = (
        "(select grade.id from grade join base_cell on base_cell.id = grade.cell_id where name = "
    )
    course.execute(
        "update grade set manual_score = 1.5, extra_credit = 0.5, needs_manual_grade = false "
        f"where id in {find}'why')"
    )
    course.execute("update comment set manual_comment = 'Well said.' where auto_comment is null")
    course.submit("marked", GOOD["double"], {"timestamp.txt": b"2026-11-03 11:00:00 UTC"})


def grade_both(stock: BatchCourse, batch: BatchCourse) -> None:
    assert stock.course.autograde()
    assert stock.course.feedback()
    assert batch.grade(grade_notebook, force=True, feedback=True) == OK


@pytest.mark.parametrize("table", ["student", "submission", "notebook", "grade", "comment"])
def test_rows_are_the_same(graded: tuple[BatchCourse, BatchCourse], table: str) -> None:
    stock, batch = graded
    rows = batch.rows()[table]
    assert rows
    assert rows == stock.rows()[table]


@pytest.mark.parametrize("step", ["autograded", "feedback"])
def test_files_are_the_same(graded: tuple[BatchCourse, BatchCourse], step: str) -> None:
    stock, batch = graded
    theirs, ours = tree(stock.root / step), tree(batch.root / step)
    assert list(ours) == list(theirs)
    for name, (mode, data) in theirs.items():
        assert oct(ours[name][0]) == oct(mode), name
        assert ours[name][1] == data, name


def test_the_late_one_lost_its_points(graded: tuple[BatchCourse, BatchCourse]) -> None:
    penalties = {row[0]: row[3] for row in graded[1].rows()["notebook"]}
    assert penalties["good"] is None
    assert penalties["late"] > 0


def test_nbgrader_reads_the_totals(graded: tuple[BatchCourse, BatchCourse]) -> None:
    stock, batch = graded
    for student in ("good", "late", "marked", "blank"):
        assert batch.course.total(student) == stock.course.total(student)
