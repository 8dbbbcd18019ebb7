"""nbgrader's own converters with the kit's settings: scores, manual grades, feedback."""

from __future__ import annotations

from pathlib import Path

import pytest
from nbgrader.apps.api import NbGraderAPI  # type: ignore[import-untyped]
from nbgrader.plugins import BasePlugin  # type: ignore[import-untyped]

from tests.grading.course import GOOD, Course, find, make_course


@pytest.fixture(scope="module")
def graded(tmp_path_factory: pytest.TempPathFactory) -> Course:
    """A course with one submission of each kind, graded and with feedback."""
    course = make_course(tmp_path_factory.mktemp("course"))
    course.submit("good", course.answered())
    course.submit("blank", course.release())
    half = "def double(n):\n    return 2 * n if n >= 0 else 0\n"
    course.submit("half", course.answered({**GOOD, "double": half}))
    course.submit("none", None)
    course.submit("broken", b"{{{")
    assert course.autograde()
    assert course.feedback()
    return course


def test_solution_gets_all_points_of_the_checks(graded: Course) -> None:
    scores = graded.scores("good")
    assert scores["double-check"] == 4
    assert scores["blink-check"] == 2
    assert graded.needs_manual_grade("good") == {"why", "sketch", "plan"}
    assert set(graded.comments("good").values()) == {None}


def test_release_gets_nothing_and_is_told_no_response(graded: Course) -> None:
    scores = graded.scores("blank")
    assert {scores[n] for n in ("double-check", "blink-check", "why", "sketch")} == {0}
    assert graded.comments("blank")["double"] == "No response."


def test_partial_credit_is_the_share_of_the_expectations(graded: Course) -> None:
    assert graded.scores("half")["double-check"] == 3
    assert graded.scores("half")["blink-check"] == 2
    comment = graded.comments("half")["double"]
    assert comment is not None
    assert "3 of 4" in comment
    assert graded.comments("half")["blink"] is None


@pytest.mark.parametrize("student", ["none", "broken"])
def test_nothing_readable_gets_nothing_and_says_why(graded: Course, student: str) -> None:
    scores = graded.scores(student)
    assert {scores[n] for n in ("double-check", "blink-check", "why", "sketch")} == {0}
    assert "About this submission" in graded.autograded(student).cells[0].source


def test_manual_code_answer_ran_for_the_person_who_grades_it(graded: Course) -> None:
    outputs = find(graded.autograded("good"), "sketch").outputs
    assert [output.text for output in outputs] == ["10\n"]


def test_feedback_keeps_the_messages_and_hides_the_tests(graded: Course) -> None:
    page = graded.feedback_page("half")
    assert "secret_number" not in page
    assert "BEGIN HIDDEN TESTS" not in page
    assert "3 of 4" in page


def test_autograded_notebook_shows_the_hidden_tests_to_the_instructor(graded: Course) -> None:
    assert "secret_number" in find(graded.autograded("good"), "double-check").source


def test_what_a_person_entered_stays(tmp_path: Path) -> None:
    course = make_course(tmp_path)
    course.submit("ada", course.answered())
    assert course.autograde()
    with course.gradebook as gradebook:
        grade = gradebook.find_grade("double-check", course.assignment, course.assignment, "ada")
        grade.manual_score = 1.5
        comment = gradebook.find_comment("double", course.assignment, course.assignment, "ada")
        comment.manual_comment = "Well done."
        gradebook.db.commit()
    course.submit("ada", course.answered({**GOOD, "double": "def double(n):\n    return n\n"}))
    assert course.autograde()
    assert course.scores("ada")["double-check"] == 1
    assert course.total("ada") == 1.5 + 2
    assert course.comments("ada")["double"] == "Well done."
    assert "double-check" in course.needs_manual_grade("ada")


class OnePoint(BasePlugin):  # type: ignore[misc]
    """Takes one point off what is late."""

    def late_submission_penalty(self, student_id: str, score: float, seconds: float) -> float:
        return 1.0


def test_late_penalty_is_taken_off(tmp_path: Path) -> None:
    course = make_course(tmp_path)
    course.settings.AssignLatePenalties.plugin_class = OnePoint
    with course.gradebook as gradebook:
        gradebook.update_or_create_assignment("small", duedate="2026-01-02 00:00:00")
    course.submit("ada", course.answered(), {"timestamp.txt": b"2026-01-03 00:00:00 UTC"})
    assert course.autograde()
    with course.gradebook as gradebook:
        submission = gradebook.find_submission("small", "ada")
        assert (submission.score, submission.late_submission_penalty) == (6, 1)


def test_extra_credit_and_manual_scores_add_up(tmp_path: Path) -> None:
    course = make_course(tmp_path)
    course.submit("ada", course.answered())
    assert course.autograde()
    with course.gradebook as gradebook:
        for name, points in (("why", 2.5), ("sketch", 2), ("plan", 1)):
            grade = gradebook.find_grade(name, "small", "small", "ada")
            grade.manual_score, grade.needs_manual_grade = points, False
        gradebook.find_grade("double-check", "small", "small", "ada").extra_credit = 0.5
        gradebook.db.commit()
    assert course.total("ada") == 6 + 2.5 + 2 + 1 + 0.5
    assert course.feedback()
    assert "12.0 / 12.0" in course.feedback_page("ada")


def test_renamed_notebook_is_graded_as_missing(tmp_path: Path) -> None:
    course = make_course(tmp_path)
    course.submit("ada", course.answered(), name="small (copy)")
    assert course.autograde()
    assert course.scores("ada")["double-check"] == 0
    assert "No notebook of this name" in course.autograded("ada").cells[0].source


def test_course_that_changed_is_not_graded_with_the_old_release(tmp_path: Path) -> None:
    course = make_course(tmp_path)
    path = course.root / "exercises" / "small" / "small.ipynb"
    path.write_text(path.read_text().replace("blink-check", "blinking-check"))
    course.submit("ada", course.answered())
    assert not course.autograde()
    assert set(course.scores("ada").values()) == {None}


def test_formgrader_grades_and_gives_feedback(tmp_path: Path) -> None:
    course = make_course(tmp_path)
    course.submit("ada", course.answered())
    formgrader = NbGraderAPI(course.coursedir, config=course.config)
    for action in (formgrader.autograde, formgrader.generate_feedback):
        told = action(course.assignment, "ada")
        assert told["success"], told.get("error")
    shown = formgrader.get_submission(course.assignment, "ada")
    assert (shown["score"], shown["max_score"]) == (6, 12)
    assert shown["needs_manual_grade"]
