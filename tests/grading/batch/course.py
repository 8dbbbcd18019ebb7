"""A course that batches are tried on, and looks into its gradebook and folders."""

from __future__ import annotations

import io
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from distributed import Client
from rich.console import Console

from coursekit.grading.batch.batch import Options, grade_assignment
from coursekit.grading.batch.task import Grade
from tests.grading.batch.fakes import fake_grade
from tests.grading.course import GOOD, Course, make_course

CONFIG = """\
from coursekit.grading.nbgrader.config import configure
configure(get_config())
"""
_ROWS = {
    "student": "select id from student",
    "submission": "select student_id, timestamp, extension from submitted_assignment",
    "notebook": """
        select student_id, notebook.name, flagged, late_submission_penalty
        from submitted_notebook
        join notebook on notebook.id = submitted_notebook.notebook_id
        join submitted_assignment on submitted_assignment.id = submitted_notebook.assignment_id""",
    "grade": """
        select student_id, base_cell.name, auto_score, manual_score, extra_credit,
               needs_manual_grade
        from grade join base_cell on base_cell.id = grade.cell_id
        join submitted_notebook on submitted_notebook.id = grade.notebook_id
        join submitted_assignment on submitted_assignment.id = submitted_notebook.assignment_id""",
    "comment": """
        select student_id, base_cell.name, auto_comment, manual_comment
        from comment join base_cell on base_cell.id = comment.cell_id
        join submitted_notebook on submitted_notebook.id = comment.notebook_id
        join submitted_assignment on submitted_assignment.id = submitted_notebook.assignment_id""",
}


@dataclass
class BatchCourse:
    """A course folder with nbgrader's configuration in it, and a cluster to grade it on."""

    course: Course
    client: Client | None = None
    url: str = ""
    said: str = ""
    options: dict[str, Any] = field(default_factory=dict)

    @property
    def root(self) -> Path:
        return self.course.root

    def submit(self, student: str, double: str, files: Mapping[str, bytes] | None = None) -> Path:
        """Hands in the assignment with this text in the cell `double`."""
        answers = {**GOOD, "double": double}
        return self.course.submit(student, self.course.answered(answers), dict(files or {}))

    def grade(self, grade: Grade = fake_grade, **options: Any) -> int:
        """`coursekit grade`; the exit status. What it printed is in `said`."""
        output = io.StringIO()
        console = Console(file=output, width=100, force_terminal=False)
        chosen = Options(
            self.course.assignment,
            **{"root": self.root, "feedback": False, **self.options, **options},
        )
        try:
            return grade_assignment(chosen, console, grade=grade, client=self.client)
        finally:
            self.said = output.getvalue()

    def query(self, text: str) -> list[tuple[Any, ...]]:
        """Rows of the gradebook."""
        engine = sa.create_engine(self.url or f"sqlite:///{self.root / 'gradebook.db'}")
        try:
            with engine.connect() as connection, closing(connection.execute(sa.text(text))) as rows:
                return sorted((tuple(row) for row in rows), key=repr)
        finally:
            engine.dispose()

    def execute(self, text: str) -> None:
        """Changes the gradebook."""
        engine = sa.create_engine(self.url or f"sqlite:///{self.root / 'gradebook.db'}")
        with engine.begin() as connection:
            connection.execute(sa.text(text))
        engine.dispose()

    def rows(self) -> dict[str, list[tuple[Any, ...]]]:
        """All that nbgrader keeps of submissions, without the random ids."""
        return {name: self.query(text) for name, text in _ROWS.items()}

    def score(self, student: str) -> float | None:
        """The automatic score of the cell double-check."""
        found = self.query(_ROWS["grade"] + f" where student_id = '{student}'")
        return next((row[2] for row in found if row[1] == "double-check"), None)

    def ledger(self) -> dict[str, tuple[str | None, str | None]]:
        """Content hash and fault by student."""
        found = self.query("select student, content_hash, fault from coursekit_ledger")
        return {student: (content, fault) for student, content, fault in found}


def batch_course(root: Path, client: Client | None = None, config: str = "") -> BatchCourse:
    """The small assignment of the other grading tests, as a batch finds it."""
    root.mkdir(parents=True, exist_ok=True)
    (root / "nbgrader_config.py").write_text(CONFIG + config)
    return BatchCourse(make_course(root), client)


def tree(folder: Path) -> dict[str, tuple[int, bytes]]:
    """Mode and content of all files, by relative path."""
    return {
        str(path.relative_to(folder)): (path.stat().st_mode, path.read_bytes())
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }
