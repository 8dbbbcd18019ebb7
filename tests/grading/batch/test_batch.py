"""What a batch does with submissions that are new, graded, changed, or that break their worker."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from coursekit.grading.batch.errors import NEEDS_RERUN, OK, NothingToGrade
from tests.grading.batch.course import BatchCourse

RIGHT = "def double(n):\n    return 2 * n"
WRONG = "def double(n):\n    print(n)"


def test_all_submissions_are_graded(course: BatchCourse) -> None:
    for number in range(5):
        course.submit(f"s{number}", RIGHT if number % 2 else WRONG)
    assert course.grade() == OK
    assert [course.score(f"s{n}") for n in range(5)] == [0, 4, 0, 4, 0]
    assert "Graded: 5 of 5" in course.said
    assert "3x: it returned nothing" in course.said


def test_what_cannot_be_read_is_named_at_the_end_also_when_it_was_graded_before(
    course: BatchCourse,
) -> None:
    course.submit("ada", RIGHT)
    course.submit("bob", RIGHT).joinpath("small.ipynb").write_text("{")
    folder = course.submit("eve", RIGHT)
    folder.joinpath("small.ipynb").rename(folder / "Small (final).ipynb")
    for _ in range(2):
        assert course.grade() == OK
        end = " ".join(course.said.split("Could not be read, and earned nothing:")[1].split())
        assert end.startswith("bob small.ipynb: The file is not a notebook: its JSON cannot be")
        assert "eve small.ipynb: it was not handed in; there is 'Small (final).ipynb'." in end
    assert course.grade(students=("ada",)) == OK
    assert "Could not be read" not in course.said


def test_a_second_run_does_nothing_and_says_so(course: BatchCourse) -> None:
    course.submit("ada", RIGHT)
    assert course.grade() == OK
    rows = course.rows()
    file = course.root / "autograded" / "ada" / "small" / "small.ipynb"
    before = file.stat().st_mtime_ns
    assert course.grade() == OK
    assert "Nothing to do: all 1 submissions are graded." in course.said
    assert file.stat().st_mtime_ns == before
    assert course.rows() == rows


def test_force_grades_again(course: BatchCourse) -> None:
    course.submit("ada", RIGHT)
    course.grade()
    course.execute("update grade set auto_score = 1")
    assert course.grade(force=True) == OK
    assert course.score("ada") == 4


def test_a_changed_submission_alone_is_graded_again(course: BatchCourse) -> None:
    course.submit("ada", WRONG)
    course.submit("bob", WRONG)
    course.grade()
    course.submit("ada", RIGHT)
    assert course.grade() == OK
    assert "1 of 2 submissions are to be graded." in course.said
    assert (course.score("ada"), course.score("bob")) == (4, 0)


def test_another_time_of_submission_is_a_change(course: BatchCourse) -> None:
    course.submit("ada", RIGHT, {"timestamp.txt": b"2026-11-20 10:00:00 UTC"})
    course.grade()
    course.submit("ada", RIGHT, {"timestamp.txt": b"2026-11-21 10:00:00 UTC"})
    assert course.grade() == OK
    assert str(course.rows()["submission"][0][1]).startswith("2026-11-21 10:00:00")


def test_changed_hidden_tests_grade_all_again(course: BatchCourse) -> None:
    course.submit("ada", RIGHT)
    course.grade()
    path = course.root / "solutions" / "small" / "small.ipynb"
    path.write_text(path.read_text().replace("1000, 2000", "3000, 4000"))
    course.course.generate()
    assert course.grade() == OK
    assert "1 of 1 submissions are to be graded." in course.said


def test_a_submission_that_left_the_gradebook_is_graded_again(course: BatchCourse) -> None:
    course.submit("ada", RIGHT)
    course.grade()
    with course.course.gradebook as gradebook:
        gradebook.remove_student("ada")
    assert course.grade() == OK
    assert course.score("ada") == 4


def test_only_the_chosen_student(course: BatchCourse) -> None:
    for name in ("ada", "bob", "eve"):
        course.submit(name, RIGHT)
    assert course.grade(students=("ada", "eve")) == OK
    assert set(course.ledger()) == {"ada", "eve"}
    with pytest.raises(NothingToGrade, match="'zoe' has not handed in 'small'"):
        course.grade(students=("zoe",))


def test_a_fault_that_passes_is_retried(course: BatchCourse, tmp_path: Path) -> None:
    course.submit("ada", f"{RIGHT}\n# fault-once: {tmp_path / 'once'} #")
    assert course.grade() == OK
    assert course.score("ada") == 4


def test_a_fault_that_stays_needs_a_rerun_and_takes_no_points(course: BatchCourse) -> None:
    course.submit("ada", RIGHT)
    course.submit("bob", RIGHT)
    course.grade()
    earlier = course.rows()
    course.submit("bob", f"{RIGHT}\n# fault")
    assert course.grade() == NEEDS_RERUN
    assert course.rows() == earlier
    assert "Needs a rerun: bob: no board could be started" in course.said
    assert course.ledger()["bob"][1] == "no board could be started"
    course.submit("bob", WRONG)
    assert course.grade() == OK
    assert course.score("bob") == 0
    assert course.ledger()["bob"][1] is None


def test_those_that_need_a_rerun_come_first(course: BatchCourse, tmp_path: Path) -> None:
    for number in range(3):
        course.submit(f"s{number}", WRONG)
    course.submit("zoe", f"{WRONG}\n# fault")
    course.grade()
    course.submit("zoe", RIGHT)
    course.grade(force=True)
    order = course.query("select graded_at, student from coursekit_ledger")
    assert sorted(order)[0][1] == "zoe"


def test_a_submission_that_kills_workers_harms_no_other(course: BatchCourse) -> None:
    names = [f"s{number}" for number in range(12)]
    for name in names:
        course.submit(name, RIGHT)
    course.submit("mallory", f"{RIGHT}\n# die")
    assert course.grade() == NEEDS_RERUN
    assert {course.score(name) for name in names} == {4}
    assert course.score("mallory") is None
    assert "Needs a rerun: mallory: the worker that graded it died" in course.said
    assert "s3" not in course.said.split("Needs a rerun", 1)[1]


def test_nothing_handed_in_scores_nothing(course: BatchCourse) -> None:
    course.course.submit("ada", None)
    assert course.grade() == OK
    assert course.score("ada") == 0


def test_a_persons_mark_stays_and_is_to_be_looked_at_again(course: BatchCourse) -> None:
    course.submit("ada", WRONG)
    course.grade()
    course.execute("update grade set manual_score = 1.5, needs_manual_grade = false")
    course.execute("update comment set manual_comment = 'See me'")
    course.submit("ada", RIGHT)
    assert course.grade() == OK
    grade = next(row for row in course.rows()["grade"] if row[1] == "double-check")
    assert grade[2:4] == (4, 1.5)
    assert bool(grade[5])
    assert {row[3] for row in course.rows()["comment"]} == {"See me"}


def test_the_table_counts_what_was_graded_earlier_too(course: BatchCourse) -> None:
    course.submit("ada", WRONG)
    course.grade()
    course.submit("bob", WRONG)
    course.grade()
    assert "2x: it returned nothing" in course.said


def test_the_ledger_says_how_each_task_went(course: BatchCourse) -> None:
    course.submit("ada", WRONG)
    course.grade()
    [(text,)] = course.query("select results from coursekit_ledger")
    assert json.loads(text)[0] == ["small", "double-check", 0.0, 4.0, "it returned nothing"]
