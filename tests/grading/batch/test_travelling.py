"""What all tasks share goes from worker to worker, also from one that has used it."""

from __future__ import annotations

import pickle

from coursekit.grading.batch.course import Course
from coursekit.grading.batch.finish import Finish
from coursekit.grading.batch.pages import Page, Pages
from coursekit.grading.grade import Graded
from tests.grading.batch.course import BatchCourse


def test_feedback_settings_travel_after_use(course: BatchCourse) -> None:
    pages = Pages.of(Course.load(course.course.assignment, course.root))
    release = (course.root / "exercises" / "small" / "small.ipynb").read_text(encoding="utf-8")
    cells = course.course.bundle().notebooks["small"].points
    scores = {name: (0.0, points) for name, points in cells.items()}
    page = Page("small", release, scores, {}, 0.0, sum(cells.values()), 0.0)
    made = pages.render(page)
    assert pickle.loads(pickle.dumps(pages)).render(page) == made


def test_grading_settings_travel_after_use(course: BatchCourse) -> None:
    finish = Finish.of(Course.load(course.course.assignment, course.root))
    graded = Graded(course.course.bundle().notebooks["small"].notebook(), {}, [])
    made = finish.notebook(graded, "small")
    assert pickle.loads(pickle.dumps(finish)).notebook(graded, "small") == made
