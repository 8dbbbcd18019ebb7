"""Turns a graded notebook into what nbgrader keeps of it: the file, the scores and the comments.

The course's own autograde preprocessors have their turn, but for those whose work the batch does.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from nbconvert.exporters import Exporter
from nbgrader import utils  # type: ignore[import-untyped]
from nbgrader.preprocessors import (  # type: ignore[import-untyped]
    AssignLatePenalties,
    CheckCellMetadata,
    Execute,
    OverwriteCells,
    SaveAutoGrades,
)
from traitlets.config import Config
from traitlets.utils.importstring import import_item

from coursekit.grading import Graded
from coursekit.grading.comments import comments as automatic_comments

from .course import Course
from .gradebook import NotebookMarks

_DONE_HERE = (AssignLatePenalties, CheckCellMetadata, Execute, OverwriteCells, SaveAutoGrades)
"""The metadata are the release's, so there is nothing in them to check."""


@dataclass(frozen=True)
class Finish:
    """The course's settings for this step, in a form that travels."""

    assignment: str
    exporter_class: type[Exporter]
    preprocessors: tuple[Any, ...]
    config: Config

    @classmethod
    def of(cls, course: Course) -> Finish:
        """What `nbgrader autograde` would do with a notebook after it was run and scored."""
        return cls(
            course.assignment,
            course.autograde.exporter_class,
            tuple(p for p in map(_resolved, course.autograde.autograde_preprocessors) if _ours(p)),
            course.portable_config(),
        )

    def __getstate__(self) -> dict[str, Any]:
        # Without the exporter: Dask lets a worker that has used this hand it on to another.
        return {name: value for name, value in vars(self).items() if name != "_exporter"}

    @cached_property
    def _exporter(self) -> Exporter:
        # As nbgrader's converters do: nbconvert's own preprocessors stay out.
        config = Config(self.config)
        config.Exporter.default_preprocessors = []
        exporter = self.exporter_class(config=config)
        for preprocessor in self.preprocessors:
            exporter.register_preprocessor(preprocessor)  # type: ignore[no-untyped-call]
        return exporter

    def notebook(self, graded: Graded, name: str) -> str:
        """The text of the notebook for autograded/."""
        resources = {
            "unique_key": name,
            "output_files_dir": f"{name}_files",
            "nbgrader": {"assignment": self.assignment, "notebook": name, "student": ""},
        }
        text, _ = self._exporter.from_notebook_node(graded.nb, resources=resources)
        return str(text)

    def marks(self, graded: Graded) -> NotebookMarks:
        """The scores of the grade cells and the comments on the answers, by nbgrader's rules.

        A person grades text and the answers that carry points themselves, if there is an answer.
        """
        scores: dict[str, float | None] = {}
        reasons = automatic_comments(graded.nb, graded.records)
        comments: dict[str, str | None] = {}
        for cell in graded.nb.cells:
            details = cell.metadata.get("nbgrader", {})
            grade_id = details.get("grade_id")
            if utils.is_grade(cell):
                if cell.cell_type == "code" and not utils.is_solution(cell):
                    record = graded.records.get(grade_id)
                    scores[grade_id] = 0.0 if record is None else record.points
                else:
                    scores[grade_id] = utils.determine_grade(cell)[0]
            if utils.is_solution(cell) or utils.is_task(cell):
                same = details.get("checksum") == utils.compute_checksum(cell)
                silent = same and not utils.is_task(cell)
                comments[grade_id] = "No response." if silent else reasons.get(grade_id)
        return NotebookMarks(scores, comments)


def _resolved(preprocessor: Any) -> Any:
    return import_item(preprocessor) if isinstance(preprocessor, str) else preprocessor


def _ours(preprocessor: Any) -> bool:
    """Whether it is left for this step; the kit's own are the rebuild, the run and the record."""
    cls = preprocessor if isinstance(preprocessor, type) else type(preprocessor)
    return not issubclass(cls, _DONE_HERE) and not cls.__module__.startswith("coursekit.")
