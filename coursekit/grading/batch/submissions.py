"""What the students handed in: found as nbgrader finds it, read just before it is graded."""

from __future__ import annotations

import glob
import hashlib
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from coursekit.grading.submitted import read_file

from .course import Course
from .errors import BatchError, NothingToGrade

_STAMP = "timestamp.txt"


class Unreadable(Exception):
    """The computer cannot read this submission now; nothing of it may be scored."""


@dataclass(frozen=True)
class Submission:
    """A folder that a student handed in."""

    student: str
    folder: Path


@dataclass(frozen=True)
class Content:
    """What lay in the folder: a notebook is None when there is no ordinary file of that name.

    missing: the notebooks that were not handed in at all.
    """

    notebooks: dict[str, bytes | None]
    missing: frozenset[str]
    timestamp: datetime | None
    hash: str


def find_submissions(course: Course, students: Sequence[str] = ()) -> list[Submission]:
    """All submissions of the assignment, or those of `students`, sorted by student.

    Raises NothingToGrade when there is none, or none of one of the `students`.
    """
    steps = course.coursedir
    found = {}
    for student in students or ["*"]:
        wanted = glob.escape(student) if students else student
        mask = steps.format_path(steps.submitted_directory, wanted, glob.escape(course.assignment))
        here = [_submission(course, Path(name)) for name in glob.glob(mask)]
        here = [submission for submission in here if submission.folder.is_dir()]
        if not here and students:
            raise NothingToGrade(
                f"{student!r} has not handed in {course.assignment!r}: there is no {mask}."
            )
        found.update({submission.student: submission for submission in here})
    excluded = set(filter(None, str(steps.student_id_exclude).split(",")))
    chosen = [found[student] for student in sorted(found) if student not in excluded]
    if not chosen:
        raise NothingToGrade(
            f"Nobody has handed in {course.assignment!r}: {mask} matches no folder. Collect the "
            "submissions first (`nbgrader collect` or `nbgrader zip_collect`)."
        )
    return chosen


def read(course: Course, submission: Submission, notebooks: Iterable[str], grader: str) -> Content:
    """Reads the submission. `grader` stands for all else that decides its grade, for the hash.

    Raises Unreadable. Whatever the files hold is the submission's own affair.
    """
    try:
        paths = {name: submission.folder / f"{name}.ipynb" for name in notebooks}
        found = {name: read_file(path) for name, path in paths.items()}
        missing = frozenset(name for name, path in paths.items() if not path.exists())
        stamp = read_file(submission.folder / _STAMP)
        timestamp = course.intake.get_existing_timestamp(str(submission.folder))
    except OSError as error:
        raise Unreadable(f"{error.filename} cannot be read ({error.strerror})") from error
    hashed = hashlib.sha256(grader.encode())
    for name, data in sorted({**found, _STAMP: stamp}.items()):
        hashed.update(f"\0{name}\0{-1 if data is None else len(data)}\0".encode())
        hashed.update(data or b"")
    return Content(found, missing, timestamp, hashed.hexdigest())


def _submission(course: Course, folder: Path) -> Submission:
    steps = course.coursedir
    pattern = steps.format_path(
        steps.submitted_directory, "(?P<student>.*)", re.escape(course.assignment), escape=True
    )
    match = re.fullmatch(pattern, str(folder))
    if match is None:
        raise BatchError(
            f"{folder} does not fit c.CourseDirectory.directory_structure: correct that setting."
        )
    return Submission(match["student"], folder)
