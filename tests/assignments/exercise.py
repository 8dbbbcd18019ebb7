"""The course's assignments, as the grader sees them, and answers to hand in for them.

Made from the files themselves, without a gradebook, so that one answer is graded in a second.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

import nbformat

from coursekit.boards.virtual.sandbox import support
from coursekit.grading import assignments
from coursekit.grading.bundle import NotebookBundle, SourceCell, grade_ids
from coursekit.grading.grade import grade_notebook
from coursekit.grading.lint import CHECK
from coursekit.grading.record import Record

ROOT = Path(__file__).parents[2]
WRONG = ROOT / "tests" / "wrong_answers"
RIGHT = ROOT / "tests" / "right_answers"


@dataclass(frozen=True)
class Exercise:
    """One notebook of an assignment: `01_gpio/01_gpio.ipynb` in solutions/ and in exercises/."""

    path: str

    @property
    def assignment(self) -> str:
        """The folder that it is in."""
        return self.path.partition("/")[0]

    @cached_property
    def solution(self) -> bytes:
        """The instructor's notebook."""
        return (ROOT / assignments.SOURCE / self.path).read_bytes()

    @cached_property
    def release(self) -> bytes:
        """What students get."""
        return (ROOT / assignments.RELEASE / self.path).read_bytes()

    @cached_property
    def files(self) -> dict[str, bytes]:
        """What lies beside the notebook."""
        folder = (ROOT / assignments.SOURCE / self.path).parent
        beside = (p for p in folder.rglob("*") if p.is_file() and p.suffix != ".ipynb")
        return {path.relative_to(folder).as_posix(): path.read_bytes() for path in beside}

    @cached_property
    def bundle(self) -> NotebookBundle:
        """What the gradebook holds of it."""
        cells, points = {}, {}
        for name, cell in grade_ids(_read(self.solution)):
            about = cell.metadata.nbgrader
            cells[name] = SourceCell(name, cell.cell_type, cell.source, about.locked, None)
            if about.grade:
                points[name] = float(about.points)
        return NotebookBundle(Path(self.path).stem, self.release, cells, points)

    @cached_property
    def public(self) -> NotebookBundle:
        """The same with the checks that students have, hidden ones left out."""
        notebook = self.bundle.notebook()
        released = {name: str(cell.source) for name, cell in grade_ids(notebook)}
        cells = {
            name: replace(cell, source=released[name]) if name.endswith(CHECK) else cell
            for name, cell in self.bundle.cells.items()
        }
        return replace(self.bundle, cells=cells)

    @property
    def tasks(self) -> list[str]:
        """The tasks that a check grades."""
        return [name.removesuffix(CHECK) for name in self.bundle.points if name.endswith(CHECK)]

    def with_answers(self, answers: Mapping[str, str]) -> bytes:
        """The solution, with some of its answers replaced."""
        nb = _read(self.solution)
        for name, cell in grade_ids(nb):
            cell.source = answers.get(name, cell.source)
        return str(nbformat.writes(nb)).encode()  # type: ignore[no-untyped-call]

    def grade(self, submitted: bytes, *, public: bool = False) -> dict[str, Record]:
        """The record of each task. public: with the checks that students have."""
        bundle = self.public if public else self.bundle
        insist = not support().complete
        records = grade_notebook(bundle, submitted, files=self.files, insist=insist).records
        return by_task(records)

    def answers(self, kind: Path, task: str) -> list[Path]:
        """The wrong or the right answers to a task that are kept with the tests."""
        return sorted((kind / self.assignment / task).glob("*.py"))


def by_task(records: Mapping[str, Record]) -> dict[str, Record]:
    """Records by their tasks."""
    return {name.removesuffix(CHECK): record for name, record in records.items()}


def exercises() -> list[Exercise]:
    """Every notebook of every assignment of the course."""
    source = ROOT / assignments.SOURCE
    return [
        Exercise(path.relative_to(source).as_posix())
        for name in assignments.names(ROOT)
        for path in sorted((source / name).glob("*.ipynb"))
    ]


def _read(data: bytes) -> nbformat.NotebookNode:
    return nbformat.reads(data.decode(), as_version=4)  # type: ignore[no-untyped-call,no-any-return]
