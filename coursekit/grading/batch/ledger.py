"""What the batch knows about each submission: a table of its own in the gradebook's database.

It is written in the transaction that writes the grades, so neither can be there without the other,
whenever the batch is killed.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timezone

import sqlalchemy as sa
from nbgrader import api  # type: ignore[import-untyped]

from .database import Database

_TABLE = sa.Table(
    "coursekit_ledger",
    sa.MetaData(),
    sa.Column("assignment", sa.String(128), primary_key=True),
    sa.Column("student", sa.String(128), primary_key=True),
    # Of the submission whose grades the gradebook has; both NULL when it has none from the batch.
    sa.Column("submission_id", sa.String(32)),
    sa.Column("content_hash", sa.String(64)),
    sa.Column("graded_at", sa.DateTime()),
    sa.Column("results", sa.Text()),
    # Why it, or one of its notebooks, could not be read; empty when it could.
    sa.Column("trouble", sa.Text()),
    # Why the submission needs a rerun; NULL when it does not.
    sa.Column("fault", sa.Text()),
    sa.Column("feedback_key", sa.String(64)),
)


@dataclass(frozen=True)
class Entry:
    """What is known of one submission."""

    content_hash: str | None
    fault: str | None
    feedback_key: str | None


@dataclass(frozen=True)
class TaskResult:
    """How one graded cell went: the row of the table at the end, for one student."""

    notebook: str
    grade_id: str
    points: float
    max_points: float
    reason: str


@dataclass(frozen=True)
class Outcome:
    """What came of one submission. trouble: why it could not be read, or ""."""

    student: str
    trouble: str
    results: Sequence[TaskResult]


class Ledger:
    """The table, for one assignment. Every method works inside the caller's transaction."""

    def __init__(self, assignment: str) -> None:
        self.assignment = assignment

    def create(self, database: Database) -> None:
        """Makes the table where there is none yet."""
        database.write(lambda connection: _TABLE.create(connection, checkfirst=True))

    def entries(self, connection: sa.Connection) -> dict[str, Entry]:
        """By student. A hash counts only while nbgrader still has the submission it is for."""
        submission = api.SubmittedAssignment.__table__
        found = connection.execute(
            sa.select(
                _TABLE.c.student,
                _TABLE.c.content_hash,
                _TABLE.c.fault,
                _TABLE.c.feedback_key,
                submission.c.id,
            )
            .select_from(_TABLE.outerjoin(submission, submission.c.id == _TABLE.c.submission_id))
            .where(_TABLE.c.assignment == self.assignment)
        )
        return {
            student: Entry(content if present else None, fault, feedback if present else None)
            for student, content, fault, feedback, present in found
        }

    def results(self, connection: sa.Connection) -> Iterator[Outcome]:
        """How each student's graded cells went, one at a time."""
        found = connection.execute(
            sa.select(_TABLE.c.student, _TABLE.c.trouble, _TABLE.c.results)
            .where(_TABLE.c.assignment == self.assignment, _TABLE.c.results.is_not(None))
            .order_by(_TABLE.c.student)
            .execution_options(yield_per=100)
        )
        for student, trouble, text in found:
            yield Outcome(student, trouble, [TaskResult(*row) for row in json.loads(text)])

    def graded(
        self,
        connection: sa.Connection,
        student: str,
        submission_id: str,
        content_hash: str,
        results: Sequence[TaskResult],
        trouble: str,
    ) -> None:
        """Says that the gradebook has the grades of this content."""
        rows = [[r.notebook, r.grade_id, r.points, r.max_points, r.reason] for r in results]
        self._put(
            connection,
            student,
            submission_id=submission_id,
            content_hash=content_hash,
            graded_at=datetime.now(timezone.utc).replace(tzinfo=None),
            results=json.dumps(rows),
            trouble=trouble,
            fault=None,
            feedback_key=None,
        )

    def needs_rerun(self, connection: sa.Connection, student: str, reason: str) -> None:
        """Keeps whatever grades there are, and why this submission could not be graded anew."""
        self._put(connection, student, fault=reason)

    def feedback(self, connection: sa.Connection, student: str, key: str) -> None:
        """Says for which grades and comments the feedback pages were made."""
        self._put(connection, student, feedback_key=key)

    def _put(self, connection: sa.Connection, student: str, **values: object) -> None:
        changed = connection.execute(
            sa.update(_TABLE)
            .where(_TABLE.c.assignment == self.assignment, _TABLE.c.student == student)
            .values(**values)
        )
        if changed.rowcount == 0:
            connection.execute(
                sa.insert(_TABLE).values(assignment=self.assignment, student=student, **values)
            )
