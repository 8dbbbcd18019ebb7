"""Feedback pages are made once, and again when what they tell has changed."""

from __future__ import annotations

from pathlib import Path

from coursekit.grading.batch.errors import OK
from coursekit.grading.nbgrader.strip import STYLE
from tests.grading.batch.course import BatchCourse

RIGHT = "def double(n):\n    return 2 * n"


def page(course: BatchCourse, student: str) -> Path:
    return course.root / "feedback" / student / "small" / "small.html"


def test_every_student_gets_a_page(course: BatchCourse) -> None:
    course.submit("ada", RIGHT)
    course.submit("bob", RIGHT)
    assert course.grade(feedback=True) == OK
    text = page(course, "ada").read_text(encoding="utf-8")
    assert "secret_number" not in text
    assert "Score: 4.0 / 4.0" in text
    assert page(course, "bob").is_file()
    assert f"Feedback pages of 2 submissions: {course.root}" in course.said.replace("\n", "")


def test_pages_are_made_once(course: BatchCourse) -> None:
    course.submit("ada", RIGHT)
    course.grade(feedback=True)
    before = page(course, "ada").stat().st_mtime_ns
    assert course.grade(feedback=True) == OK
    assert "Nothing to do" in course.said
    assert page(course, "ada").stat().st_mtime_ns == before


def test_a_persons_mark_makes_a_new_page_without_grading_again(course: BatchCourse) -> None:
    course.submit("ada", RIGHT)
    course.submit("bob", RIGHT)
    course.grade(feedback=True)
    course.execute("update comment set manual_comment = 'Nicely put.'")
    course.execute("update grade set manual_score = 2.5, needs_manual_grade = false")
    before = course.rows()
    assert course.grade(feedback=True) == OK
    assert "0 of 2 submissions are to be graded." in course.said
    assert "Nicely put." in page(course, "ada").read_text(encoding="utf-8")
    assert course.rows() == before


def test_pages_left_out_before_are_made_later(course: BatchCourse) -> None:
    course.submit("ada", RIGHT)
    course.grade(feedback=False)
    assert not page(course, "ada").exists()
    assert course.grade(feedback=True) == OK
    assert page(course, "ada").is_file()


def test_a_deleted_page_comes_back(course: BatchCourse) -> None:
    course.submit("ada", RIGHT)
    course.grade(feedback=True)
    page(course, "ada").unlink()
    page(course, "ada").parent.joinpath("diagram.json").unlink()
    page(course, "ada").parent.rmdir()
    assert course.grade(feedback=True) == OK
    assert page(course, "ada").is_file()


def test_pictures_fit_the_page(
    course: BatchCourse,
) -> None:
    course.submit("ada", "def double(n):\n    return 3 * n")
    assert course.grade(feedback=True) == OK
    text = page(course, "ada").read_text(encoding="utf-8")
    assert text.count(STYLE) == 1
