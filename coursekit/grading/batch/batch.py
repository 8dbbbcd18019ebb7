"""Grades an assignment from beginning to end, and says in the end how it went."""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from distributed import Client
from rich.console import Console
from rich.markup import escape

from coursekit.boards.virtual.sandbox import support
from coursekit.grading import grade_notebook

from . import summary
from .cluster import cores, local_workers, remote_workers
from .course import Course
from .database import Database
from .dispatch import Dispatcher
from .errors import INTERRUPTED, NEEDS_RERUN, OK, BatchError, NothingToGrade
from .feedback import Feedback
from .grading import Grading
from .ledger import Ledger
from .lock import only_batch
from .progress import Steps
from .submissions import find_submissions
from .task import Grade


@dataclass(frozen=True)
class Options:
    """What the person asked for. workers: of this computer; scheduler: those of another instead."""

    assignment: str
    root: Path | None = None
    db_url: str | None = None
    students: tuple[str, ...] = ()
    workers: int | None = None
    scheduler: str | None = None
    force: bool = False
    feedback: bool = True
    insist: bool = False


_STOPPING = b"\nStopping: what is graded is being written. Ctrl-C again ends it at once.\n"


class _Stop:
    """Ctrl-C: the first one ends the batch in good order, a second one at once."""

    def __init__(self) -> None:
        self.asked = False
        self.running: Dispatcher[Any, Any] | None = None

    def __call__(self, number: int, frame: object) -> None:
        if self.asked:
            raise KeyboardInterrupt
        self.asked = True
        os.write(sys.stderr.fileno(), _STOPPING)  # no print: another may be half done
        if self.running is not None:
            self.running.stopping = True


def grade_assignment(
    options: Options,
    console: Console | None = None,
    *,
    grade: Grade = grade_notebook,
    client: Client | None = None,
) -> int:
    """Grades what has to be graded and returns the exit status.

    grade: how a notebook is graded. client: of workers that are there already, and stay.
    0: all is graded. 3: some submissions need a rerun. 130: stopped by Ctrl-C.
    Raises BatchError when it cannot start or go on; what was graded until then is saved.
    """
    console = console or Console()
    course = Course.load(options.assignment, options.root, options.db_url)
    if course.insist:
        options = replace(options, insist=True)
    if not options.insist and options.scheduler is None and not support().complete:
        raise BatchError(
            f"This computer cannot keep a program inside its board ({support().missing}), so a "
            "submission could read your files. Grade on a Linux that can, or, if you trust every "
            "submission, add --insist."
        )
    with only_batch(course.root), _interruptible() as stop:
        database = Database(course.db_url, on_wait=console.print)
        try:
            return _Batch(options, course, database, console, stop, grade, client).run()
        finally:
            database.close()


class _Batch:
    def __init__(
        self,
        options: Options,
        course: Course,
        database: Database,
        console: Console,
        stop: _Stop,
        grade: Grade,
        client: Client | None,
    ) -> None:
        self._client = client
        self._options = options
        self._course = course
        self._database = database
        self._console = console
        self._stop = stop
        self._ledger = Ledger(course.assignment)
        if database.path is not None and not Path(database.path).exists():
            raise NothingToGrade(
                f"There is no gradebook {database.path}: run the command in the course's folder, "
                f'and `nbgrader generate_assignment "{course.assignment}"` first.'
            )
        self._grading = Grading(course, database, self._ledger, grade, insist=options.insist)
        self._ledger.create(database)
        self._feedback = Feedback(course, database, self._ledger, self._grading.structure)

    def run(self) -> int:
        submissions = find_submissions(self._course, self._options.students)
        students = [submission.student for submission in submissions]
        pending = self._grading.pending(submissions, force=self._options.force)
        feedback = self._options.feedback
        if not pending and not (feedback and self._feedback.pending(students, force=False)):
            self._say(f"Nothing to do: all {len(submissions)} submissions are graded.")
        else:
            self._say(f"{len(pending)} of {len(submissions)} submissions are to be graded.")
            with self._workers(len(submissions)) as client:
                with Steps(self._console, "Graded", len(pending)) as steps:
                    self._go(self._grading.dispatcher(client, steps), pending)
                if feedback and not self._stop.asked:
                    force = self._options.force
                    pages = self._feedback.pending(students, force=force)
                    with Steps(self._console, "Feedback", len(pages)) as steps:
                        self._go(self._feedback.dispatcher(client, steps), pages)
        return self._report(len(submissions), len(pending))

    def _go(self, dispatcher: Dispatcher[Any, Any], jobs: list[Any]) -> None:
        self._stop.running = dispatcher
        dispatcher.stopping = self._stop.asked
        dispatcher.run(jobs)
        self._stop.running = None

    def _workers(self, jobs: int) -> AbstractContextManager[Client]:
        if self._client is not None:
            return nullcontext(self._client)
        if self._options.scheduler is not None:
            return remote_workers(self._options.scheduler)
        return local_workers(max(1, min(self._options.workers or cores(), jobs)))

    def _report(self, submissions: int, pending: int) -> int:
        with self._database.reading() as connection:
            chosen = frozenset(self._options.students)
            found = summary.summarise(
                outcome
                for outcome in self._ledger.results(connection)
                if not chosen or outcome.student in chosen
            )
        if found.tasks or found.unread:
            summary.show(self._console, found)
        if self._feedback.made:
            where = self._course.feedback_folder("STUDENT")
            self._say(f"Feedback pages of {self._feedback.made} submissions: {where}")
        for student, reason in sorted(self._grading.faults.items()):
            self._say(f"Needs a rerun: {student}: {reason}")
        for student, reason in sorted(self._feedback.faults.items()):
            self._say(f"No feedback page: {student}: {reason}")
        if self._stop.asked:
            self._say(
                f"Stopped after {self._grading.graded} of {pending}. Nothing is lost: run the "
                "same command again, and it goes on from there."
            )
            return INTERRUPTED
        if self._grading.faults or self._feedback.faults:
            self._say(
                "None of these lost or got a point. Run the same command again: it takes them "
                "first."
            )
            return NEEDS_RERUN
        return OK

    def _say(self, text: str) -> None:
        self._console.print(escape(text), highlight=False, soft_wrap=True)


@contextmanager
def _interruptible() -> Iterator[_Stop]:
    stop = _Stop()
    if threading.current_thread() is not threading.main_thread():
        yield stop
        return
    before: Callable[..., Any] | int | None = signal.signal(signal.SIGINT, stop)
    try:
        yield stop
    finally:
        signal.signal(signal.SIGINT, before)
