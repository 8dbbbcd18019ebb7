"""The feedback pages, as nbgrader makes them, from data instead of from its database.

So that they can be made by many workers: a page takes longer than grading most submissions.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import nbformat
from nbconvert.exporters import Exporter
from nbgrader import utils  # type: ignore[import-untyped]
from nbgrader.converters import GenerateFeedback  # type: ignore[import-untyped]
from nbgrader.preprocessors import GetGrades, NbGraderPreprocessor  # type: ignore[import-untyped]
from traitlets.config import Config
from traitlets.utils.importstring import import_item

from .course import Course


@dataclass(frozen=True)
class Page:
    """One notebook of autograded/ and what the gradebook says of it.

    scores: points and most points by grade_id. comments: by grade_id, a person's before ours.
    """

    notebook: str
    content: str
    scores: Mapping[str, tuple[float, float]]
    comments: Mapping[str, str | None]
    score: float
    max_score: float
    late_penalty: float


class GivenGrades(NbGraderPreprocessor):  # type: ignore[misc]
    """Does what nbgrader's GetGrades does, with the page's numbers."""

    def preprocess(self, nb: Any, resources: Any) -> tuple[Any, Any]:
        page: Page = resources["coursekit_page"]
        for cell in nb.cells:
            if not (utils.is_solution(cell) or utils.is_grade(cell) or utils.is_task(cell)):
                continue
            details = cell.metadata.nbgrader
            if utils.is_solution(cell) or utils.is_task(cell):
                details["comment"] = page.comments.get(details.grade_id)
            if utils.is_grade(cell) or utils.is_task(cell):
                details["score"], details["points"] = page.scores[details.grade_id]
        resources["nbgrader"]["score"] = page.score - page.late_penalty
        resources["nbgrader"]["max_score"] = page.max_score
        resources["nbgrader"]["late_penalty"] = page.late_penalty
        return nb, resources


@dataclass(frozen=True)
class Pages:
    """The course's settings for feedback, in a form that travels."""

    assignment: str
    config: Config

    @classmethod
    def of(cls, course: Course) -> Pages:
        return cls(course.assignment, course.portable_config())

    def __getstate__(self) -> dict[str, Any]:
        # Without the exporter: Dask lets a worker that has used this hand it on to another.
        return {name: value for name, value in vars(self).items() if name != "_exporter"}

    @cached_property
    def _exporter(self) -> Exporter:
        converter = GenerateFeedback(coursedir=None, config=Config(self.config))
        exporter: Exporter = converter.exporter_class(parent=converter, config=converter.config)
        for preprocessor in converter.preprocessors:
            found = import_item(preprocessor) if isinstance(preprocessor, str) else preprocessor
            cls = found if isinstance(found, type) else type(found)
            step = GivenGrades if issubclass(cls, GetGrades) else found
            exporter.register_preprocessor(step)  # type: ignore[no-untyped-call]
        return exporter

    def render(self, page: Page) -> str:
        """The page as HTML, the same as `nbgrader generate_feedback` writes it."""
        resources = {
            "metadata": {"name": page.notebook, "path": ""},
            "unique_key": page.notebook,
            "output_files_dir": f"{page.notebook}_files",
            "nbgrader": {"assignment": self.assignment, "notebook": page.notebook, "student": ""},
            "coursekit_page": page,
        }
        nb = nbformat.reads(page.content, as_version=4)  # type: ignore[no-untyped-call]
        text, _ = self._exporter.from_notebook_node(nb, resources=resources)
        return str(text)
