"""Reads and writes nbgrader's tables for one assignment, a submission in a handful of statements.

What it leaves is what `nbgrader autograde` leaves; that command takes some hundred statements and
a transaction for each cell, which is what a class of hundreds would wait for.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from nbgrader import api  # type: ignore[import-untyped]

from .errors import NothingToGrade

_STUDENT = api.Student.__table__
_SUBMISSION = api.SubmittedAssignment.__table__
_NOTEBOOK = api.SubmittedNotebook.__table__
_GRADE = api.Grade.__table__
_COMMENT = api.Comment.__table__

Penalty = Callable[[str, float, float], "float | None"]
"""Student, score of a notebook, seconds late -> points to take off, or None."""


@dataclass(frozen=True)
class NotebookCells:
    """One notebook of the assignment; the cells by grade_id, with their row's id."""

    id: str
    graded: Mapping[str, str]
    commented: Mapping[str, str]
    max_points: Mapping[str, float]


@dataclass(frozen=True)
class Structure:
    """The assignment as nbgrader generated it."""

    id: str
    duedate: datetime | None
    notebooks: Mapping[str, NotebookCells]


@dataclass(frozen=True)
class NotebookMarks:
    """What one notebook was given. A score of None means that a person has to grade the cell."""

    auto_scores: Mapping[str, float | None]
    comments: Mapping[str, str | None]


def load_structure(connection: sa.Connection, assignment: str) -> Structure:
    """Raises NothingToGrade when the gradebook has no such assignment or no notebook of it."""
    table, notebook = api.Assignment.__table__, api.Notebook.__table__
    row = connection.execute(
        sa.select(table.c.id, table.c.duedate).where(table.c.name == assignment)
    ).one_or_none()
    found = {} if row is None else _cells(connection, notebook, row.id)
    if row is None or not found:
        names = connection.scalars(sa.select(table.c.name).order_by(table.c.name)).all()
        known = "" if row is not None or not names else f" It has: {', '.join(names)}."
        raise NothingToGrade(
            f"The gradebook does not have the assignment {assignment!r}.{known} To add it, run "
            f'`nbgrader generate_assignment "{assignment}"` first.'
        )
    return Structure(row.id, row.duedate, found)


def _cells(
    connection: sa.Connection, notebook: Any, assignment_id: str
) -> dict[str, NotebookCells]:
    base, grade, task = (cls.__table__ for cls in (api.BaseCell, api.GradeCell, api.TaskCell))
    found: dict[str, NotebookCells] = {}
    for notebook_id, notebook_name in connection.execute(
        sa.select(notebook.c.id, notebook.c.name)
        .where(notebook.c.assignment_id == assignment_id)
        .order_by(notebook.c.name)
    ):
        graded: dict[str, str] = {}
        commented: dict[str, str] = {}
        points: dict[str, float] = {}
        for cell_id, name, kind, max_score in connection.execute(
            sa.select(
                base.c.id,
                base.c.name,
                base.c.type,
                sa.func.coalesce(grade.c.max_score, task.c.max_score),
            )
            .select_from(
                base.outerjoin(grade, grade.c.id == base.c.id).outerjoin(
                    task, task.c.id == base.c.id
                )
            )
            .where(base.c.notebook_id == notebook_id)
        ):
            if kind in ("GradeCell", "TaskCell"):
                graded[name] = cell_id
                points[name] = float(max_score)
            if kind in ("SolutionCell", "TaskCell"):
                commented[name] = cell_id
        found[notebook_name] = NotebookCells(notebook_id, graded, commented, points)
    return found


class SubmissionWriter:
    """Writes the marks of one submission after the other."""

    def __init__(
        self, structure: Structure, *, create_students: bool = True, penalty: Penalty | None = None
    ) -> None:
        """`penalty` is None where the course's autograde leaves late penalties alone."""
        self._structure = structure
        self._create_students = create_students
        self._penalty = penalty

    def write(
        self,
        connection: sa.Connection,
        student: str,
        timestamp: datetime | None,
        marks: Mapping[str, NotebookMarks],
        missing: Collection[str] = (),
    ) -> str:
        """`marks` by notebook; all of a `missing` one scores 0. Returns the submission's id.

        Raises NothingToGrade for a student who is unknown and may not be created.
        """
        self._write_student(connection, student)
        submission_id, late_s = self._write_submission(connection, student, timestamp)
        ids = self._write_notebooks(connection, submission_id)
        rows = self._grade_rows(connection, ids)
        old: list[dict[str, Any]] = []
        new: list[dict[str, Any]] = []
        for name, cells in self._structure.notebooks.items():
            for grade_id, cell_id in cells.graded.items():
                row = rows.get((ids[name], cell_id))
                entry = row if row is not None else _new_grade(ids[name], cell_id)
                _mark(entry, grade_id, marks.get(name), missing=name in missing)
                (new if row is None else old).append(entry)
        if new:
            connection.execute(sa.insert(_GRADE), new)
        if old:
            connection.execute(
                sa.update(_GRADE)
                .where(_GRADE.c.id == sa.bindparam("row"))
                .values(auto_score=sa.bindparam("auto"), needs_manual_grade=sa.bindparam("manual")),
                [
                    {"row": r["id"], "auto": r["auto_score"], "manual": r["needs_manual_grade"]}
                    for r in old
                ],
            )
        self._write_comments(connection, ids, marks)
        if self._penalty is not None:
            self._write_penalties(connection, student, late_s, ids, marks, old + new)
        return submission_id

    def _write_student(self, connection: sa.Connection, student: str) -> None:
        known = connection.execute(sa.select(_STUDENT.c.id).where(_STUDENT.c.id == student))
        if known.one_or_none() is not None:
            return
        if not self._create_students:
            raise NothingToGrade(
                f"The gradebook has no student {student!r}, and Autograde.create_student is off: "
                f"run `nbgrader db student add {student}`."
            )
        connection.execute(sa.insert(_STUDENT).values(id=student))

    def _write_submission(
        self, connection: sa.Connection, student: str, timestamp: datetime | None
    ) -> tuple[str, float]:
        row = connection.execute(
            sa.select(_SUBMISSION.c.id, _SUBMISSION.c.timestamp, _SUBMISSION.c.extension).where(
                _SUBMISSION.c.assignment_id == self._structure.id,
                _SUBMISSION.c.student_id == student,
            )
        ).one_or_none()
        extension = None
        if row is None:
            submission_id = api.new_uuid()
            connection.execute(
                sa.insert(_SUBMISSION).values(
                    id=submission_id,
                    assignment_id=self._structure.id,
                    student_id=student,
                    timestamp=timestamp,
                )
            )
        else:
            submission_id, extension = str(row.id), row.extension
            if timestamp is None:
                timestamp = row.timestamp
            elif timestamp != row.timestamp:
                connection.execute(
                    sa.update(_SUBMISSION)
                    .where(_SUBMISSION.c.id == submission_id)
                    .values(timestamp=timestamp)
                )
        due = self._structure.duedate
        if due is None or timestamp is None:
            return submission_id, 0.0
        if extension is not None:
            due += extension
        return submission_id, max(0.0, (timestamp - due).total_seconds())

    def _write_notebooks(self, connection: sa.Connection, submission_id: str) -> dict[str, str]:
        found = {
            notebook: str(row)
            for row, notebook in connection.execute(
                sa.select(_NOTEBOOK.c.id, _NOTEBOOK.c.notebook_id).where(
                    _NOTEBOOK.c.assignment_id == submission_id
                )
            )
        }
        ids, missing = {}, []
        for name, cells in self._structure.notebooks.items():
            ids[name] = found.get(cells.id) or api.new_uuid()
            if cells.id not in found:
                missing.append(
                    {
                        "id": ids[name],
                        "assignment_id": submission_id,
                        "notebook_id": cells.id,
                        "flagged": False,
                    }
                )
        if missing:
            connection.execute(sa.insert(_NOTEBOOK), missing)
        return ids

    def _grade_rows(
        self, connection: sa.Connection, ids: Mapping[str, str]
    ) -> dict[tuple[str, str], dict[str, Any]]:
        found = connection.execute(sa.select(_GRADE).where(_GRADE.c.notebook_id.in_(ids.values())))
        return {(row["notebook_id"], row["cell_id"]): dict(row) for row in found.mappings()}

    def _write_comments(
        self, connection: sa.Connection, ids: Mapping[str, str], marks: Mapping[str, NotebookMarks]
    ) -> None:
        found = {
            (notebook, cell): (row, said)
            for row, notebook, cell, said in connection.execute(
                sa.select(
                    _COMMENT.c.id,
                    _COMMENT.c.notebook_id,
                    _COMMENT.c.cell_id,
                    _COMMENT.c.auto_comment,
                ).where(_COMMENT.c.notebook_id.in_(ids.values()))
            )
        }
        new, changed = [], []
        for name, cells in self._structure.notebooks.items():
            comments = marks[name].comments if name in marks else {}
            for grade_id, cell_id in cells.commented.items():
                row, said = found.get((ids[name], cell_id), (None, None))
                comment = comments.get(grade_id, said)
                if row is None:
                    new.append(
                        {
                            "id": api.new_uuid(),
                            "notebook_id": ids[name],
                            "cell_id": cell_id,
                            "auto_comment": comment,
                        }
                    )
                elif comment != said:
                    changed.append({"row": row, "said": comment})
        if new:
            connection.execute(sa.insert(_COMMENT), new)
        if changed:
            connection.execute(
                sa.update(_COMMENT)
                .where(_COMMENT.c.id == sa.bindparam("row"))
                .values(auto_comment=sa.bindparam("said")),
                changed,
            )

    def _write_penalties(
        self,
        connection: sa.Connection,
        student: str,
        late_s: float,
        ids: Mapping[str, str],
        marks: Mapping[str, NotebookMarks],
        rows: list[dict[str, Any]],
    ) -> None:
        assert self._penalty is not None
        for name in marks:
            if name not in ids:
                continue
            penalty = None
            if late_s > 0:
                score = sum((score_of(r) for r in rows if r["notebook_id"] == ids[name]), 0.0)
                penalty = self._penalty(student, score, late_s)
                if penalty is not None:
                    penalty = min(max(penalty, 0.0), score)
            connection.execute(
                sa.update(_NOTEBOOK)
                .where(_NOTEBOOK.c.id == ids[name])
                .values(late_submission_penalty=penalty)
            )


def score_of(row: Mapping[str, Any]) -> float:
    """A grade's points, as nbgrader counts them: a person's mark, else the grader's, plus extra."""
    given = row["manual_score"] if row["manual_score"] is not None else row["auto_score"]
    return 0.0 if given is None else float(given) + float(row["extra_credit"] or 0.0)


def _new_grade(notebook_id: str, cell_id: str) -> dict[str, Any]:
    return {
        "id": api.new_uuid(),
        "notebook_id": notebook_id,
        "cell_id": cell_id,
        "auto_score": None,
        "manual_score": None,
        "extra_credit": None,
        "needs_manual_grade": True,
    }


def _mark(
    row: dict[str, Any], grade_id: str, marks: NotebookMarks | None, *, missing: bool
) -> None:
    if missing:
        row["auto_score"], row["needs_manual_grade"] = 0.0, False
    if marks is not None and grade_id in marks.auto_scores:
        score = marks.auto_scores[grade_id]
        row["auto_score"] = score
        # A person's mark was for the earlier submission: they shall look at it again.
        row["needs_manual_grade"] = score is None or row["manual_score"] is not None
