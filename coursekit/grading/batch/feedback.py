"""The second stage: feedback pages, for every submission whose marks or comments changed."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from pathlib import Path

from distributed import Client

from coursekit import __version__

from . import files
from .course import Course
from .database import Database
from .dispatch import Dispatcher
from .files import Staged
from .gradebook import Structure
from .ledger import Ledger
from .marks import GivenMarks, read_marks
from .pages import Page, Pages
from .progress import Steps
from .task import make_feedback

_CHUNK = 100


class Feedback:
    """Makes and writes the pages of the students that the batch has graded."""

    def __init__(
        self, course: Course, database: Database, ledger: Ledger, structure: Structure
    ) -> None:
        self._course = course
        self._database = database
        self._ledger = ledger
        self._structure = structure
        self._keys: dict[str, str] = {}
        self.faults: dict[str, str] = {}
        """Why a student's pages could not be made."""
        self.made = 0

    def pending(self, students: Sequence[str], *, force: bool) -> list[str]:
        """Those of `students` whose pages are missing or tell of other marks."""
        with self._database.reading() as connection:
            entries = self._ledger.entries(connection)
        graded = [s for s in students if s in entries and entries[s].content_hash is not None]
        found = []
        for start in range(0, len(graded), _CHUNK):
            chunk = graded[start : start + _CHUNK]
            with self._database.reading() as connection:
                marks = read_marks(connection, self._structure, chunk)
            for student in chunk:
                files.tidy(self._course.feedback_folder(student))
                key = self._key(student, marks.get(student, {}))
                there = self._course.feedback_folder(student).is_dir()
                if force or not there or entries[student].feedback_key != key:
                    found.append(student)
        return found

    def dispatcher(self, client: Client, steps: Steps) -> Dispatcher[str, Mapping[str, str]]:
        """Makes the pages on the workers of `client`."""

        def done(student: str, pages: Mapping[str, str]) -> None:
            self._save(student, pages)
            steps.one(student)

        def failed(student: str, reason: str) -> None:
            self.faults[student] = reason
            steps.one(student)

        def arguments(student: str) -> tuple[tuple[Page, ...]] | None:
            try:
                return (self._pages(student),)
            except OSError as error:
                failed(student, f"{error.filename} cannot be read ({error.strerror})")
                return None

        shared = Pages.of(self._course)
        return Dispatcher(
            client, make_feedback, shared, arguments=arguments, done=done, failed=failed
        )

    def _pages(self, student: str) -> tuple[Page, ...]:
        with self._database.reading() as connection:
            marks = read_marks(connection, self._structure, [student]).get(student, {})
        self._keys[student] = self._key(student, marks)
        return tuple(
            Page(
                path.stem,
                path.read_text(encoding="utf-8"),
                given.scores,
                given.comments,
                given.score,
                given.max_score,
                given.late_penalty,
            )
            for path in self._notebooks(student)
            if (given := marks.get(path.stem)) is not None
        )

    def _key(self, student: str, marks: dict[str, GivenMarks]) -> str:
        notebooks = [(p.name, p.stat().st_mtime_ns) for p in self._notebooks(student)]
        known = (__version__, sorted(marks.items(), key=lambda item: item[0]), notebooks)
        return hashlib.sha256(repr(known).encode()).hexdigest()

    def _notebooks(self, student: str) -> list[Path]:
        return sorted(self._course.autograded(student).glob("*.ipynb"))

    def _save(self, student: str, pages: Mapping[str, str]) -> None:
        course, key = self._course, self._keys.pop(student)
        staged = Staged(course.feedback_folder(student))
        try:
            staged.copy(files.beside(course.autograded(student), list(course.coursedir.ignore)))
            for name, text in pages.items():
                staged.write(f"{name}.html", text)
            shared = bool(course.coursedir.groupshared)
            staged.permit(course.feedback.permissions, groupshared=shared)
            staged.swap()
            self._database.write(lambda connection: self._ledger.feedback(connection, student, key))
        except BaseException:
            staged.drop()
            raise
        staged.keep()
        self.made += 1
