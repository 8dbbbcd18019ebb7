"""What the gradebook says of submissions, with the marks and comments of people: for feedback."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa
from nbgrader import api  # type: ignore[import-untyped]

from .gradebook import NotebookCells, Structure, score_of

_SUBMISSION = api.SubmittedAssignment.__table__
_NOTEBOOK = api.SubmittedNotebook.__table__
_GRADE = api.Grade.__table__
_COMMENT = api.Comment.__table__


@dataclass
class GivenMarks:
    """One notebook of one student. scores: points and most points by grade_id."""

    max_score: float
    late_penalty: float = 0.0
    scores: dict[str, tuple[float, float]] = field(default_factory=dict)
    comments: dict[str, str | None] = field(default_factory=dict)

    @property
    def score(self) -> float:
        return sum((points for points, _ in self.scores.values()), 0.0)


def read_marks(
    connection: sa.Connection, structure: Structure, students: Sequence[str]
) -> dict[str, dict[str, GivenMarks]]:
    """By student and notebook; students without a submission in the gradebook are not in it."""
    names = {cells.id: name for name, cells in structure.notebooks.items()}
    graded = {n: _by_id(cells.graded) for n, cells in structure.notebooks.items()}
    commented = {n: _by_id(cells.commented) for n, cells in structure.notebooks.items()}
    found: dict[str, dict[str, GivenMarks]] = defaultdict(dict)
    rows: dict[str, tuple[str, GivenMarks]] = {}
    submitted = sa.and_(
        _SUBMISSION.c.assignment_id == structure.id, _SUBMISSION.c.student_id.in_(students)
    )
    for row, notebook_id, penalty, student in connection.execute(
        sa.select(
            _NOTEBOOK.c.id,
            _NOTEBOOK.c.notebook_id,
            _NOTEBOOK.c.late_submission_penalty,
            _SUBMISSION.c.student_id,
        )
        .join(_SUBMISSION, _SUBMISSION.c.id == _NOTEBOOK.c.assignment_id)
        .where(submitted)
    ):
        if notebook_id not in names:
            continue
        name = names[notebook_id]
        marks = GivenMarks(_most(structure.notebooks[name]), float(penalty or 0.0))
        rows[row] = name, marks
        found[student][name] = marks
    for grade in connection.execute(_of(_GRADE, submitted)).mappings():
        name, marks = rows[grade["notebook_id"]]
        grade_id = graded[name].get(grade["cell_id"])
        if grade_id is not None:
            most = structure.notebooks[name].max_points[grade_id]
            marks.scores[grade_id] = score_of(dict(grade)), most
    for comment in connection.execute(_of(_COMMENT, submitted)).mappings():
        name, marks = rows[comment["notebook_id"]]
        grade_id = commented[name].get(comment["cell_id"])
        if grade_id is not None:
            by_person = comment["manual_comment"]
            marks.comments[grade_id] = comment["auto_comment"] if by_person is None else by_person
    return dict(found)


def _of(table: Any, submitted: Any) -> sa.Select[Any]:
    return (
        sa.select(table)
        .join(_NOTEBOOK, _NOTEBOOK.c.id == table.c.notebook_id)
        .join(_SUBMISSION, _SUBMISSION.c.id == _NOTEBOOK.c.assignment_id)
        .where(submitted)
    )


def _by_id(cells: Mapping[str, str]) -> dict[str, str]:
    return {row: grade_id for grade_id, row in cells.items()}


def _most(cells: NotebookCells) -> float:
    return sum(cells.max_points.values(), 0.0)
