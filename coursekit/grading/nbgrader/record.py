"""Writes the records of a run into the gradebook; an output of a cell is never worth a point."""

from __future__ import annotations

from typing import Any

from nbformat import NotebookNode
from nbgrader import utils  # type: ignore[import-untyped]
from nbgrader.preprocessors import SaveAutoGrades  # type: ignore[import-untyped]

from coursekit.grading import record
from coursekit.grading.comments import comments
from coursekit.grading.nbgrader.exporter import KEY
from coursekit.grading.record import Record


class RecordGrades(SaveAutoGrades):  # type: ignore[misc]
    """Takes the place of SaveAutoGrades.

    A check earns what its record says, nothing without one. What people grade is left to them, and
    what they have entered stays.
    """

    def preprocess(self, nb: NotebookNode, resources: Any) -> tuple[NotebookNode, Any]:
        """Write the scores of all graded cells of `nb`, and automatic comments."""
        handed = resources.get(KEY) or {}
        self._records: dict[str, Record] = dict(handed.get("records", {}))
        self._comments = comments(nb, self._records)
        return super().preprocess(nb, resources)  # type: ignore[no-any-return]

    def _add_score(self, cell: NotebookNode, resources: Any) -> None:
        if utils.is_solution(cell) or cell.cell_type != "code":
            super()._add_score(cell, resources)
            return
        grade_id = cell.metadata["nbgrader"]["grade_id"]
        points = float(cell.metadata["nbgrader"]["points"])
        found = self._records.get(grade_id) or record.nothing(grade_id, points, record.NO_RECORD)
        grade = self.gradebook.find_grade(
            grade_id, self.notebook_id, self.assignment_id, self.student_id
        )
        grade.auto_score = found.points
        grade.needs_manual_grade = grade.manual_score is not None
        self.gradebook.db.commit()

    def _add_comment(self, cell: NotebookNode, resources: Any) -> None:
        super()._add_comment(cell, resources)
        grade_id = cell.metadata["nbgrader"]["grade_id"]
        text = self._comments.get(grade_id)
        if text is not None:
            comment = self.gradebook.find_comment(
                grade_id, self.notebook_id, self.assignment_id, self.student_id
            )
            if comment.auto_comment is None:
                comment.auto_comment = text
                self.gradebook.db.commit()
