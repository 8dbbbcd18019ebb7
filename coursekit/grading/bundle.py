"""All that grading an assignment needs from the course: collected once, then independent of it.

A bundle is plain data, so that it can be sent to a worker that sees neither gradebook nor course.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import nbformat

if TYPE_CHECKING:
    from nbgrader.api import Gradebook  # type: ignore[import-untyped]
    from nbgrader.coursedir import CourseDirectory  # type: ignore[import-untyped]

_MOST_BYTES_BESIDE = 20_000_000


class BundleError(Exception):
    """The course is not ready for grading; the message says what to do."""


@dataclass(frozen=True)
class SourceCell:
    """A cell as the instructor wrote it, hidden tests included.

    locked: the student has no say in it.
    """

    grade_id: str
    cell_type: str
    source: str
    locked: bool
    checksum: str | None


@dataclass(frozen=True)
class NotebookBundle:
    """One notebook of an assignment.

    release: the file that students got. points: the most that each graded cell is worth.
    """

    name: str
    release: bytes
    cells: Mapping[str, SourceCell]
    points: Mapping[str, float]

    def notebook(self) -> nbformat.NotebookNode:
        """A fresh copy of the release."""
        text = self.release.decode("utf-8")
        nb: nbformat.NotebookNode = nbformat.reads(text, as_version=4)  # type: ignore[no-untyped-call]
        return nb


@dataclass(frozen=True)
class Bundle:
    """An assignment: its notebooks by name, and the files beside them by relative path."""

    assignment: str
    notebooks: Mapping[str, NotebookBundle]
    files: Mapping[str, bytes] = field(default_factory=dict)

    @classmethod
    def load(cls, coursedir: CourseDirectory, gradebook: Gradebook, assignment: str) -> Bundle:
        """Collect an assignment from a course folder and its gradebook.

        Raises BundleError when it was not generated yet, or has changed since.
        """
        from nbgrader.api import MissingEntry

        again = f"Run: nbgrader generate_assignment {assignment} --force"
        try:
            entry = gradebook.find_assignment(assignment)
        except MissingEntry:
            message = f"The gradebook has no assignment {assignment!r}. {again}"
            raise BundleError(message) from None
        release = Path(coursedir.format_path(coursedir.release_directory, ".", assignment))
        notebooks = {}
        for notebook in entry.notebooks:
            path = release / f"{notebook.name}.ipynb"
            try:
                data = path.read_bytes()
            except OSError as error:
                raise BundleError(f"{path} cannot be read: {error.strerror}. {again}") from error
            notebooks[notebook.name] = _notebook(notebook, data, f"{path} {{}} {again}")
        if not notebooks:
            raise BundleError(f"The assignment {assignment!r} has no notebook. {again}")
        source = Path(coursedir.format_path(coursedir.source_directory, ".", assignment))
        folder = source if source.is_dir() else release
        return cls(assignment, notebooks, dict(files_beside(folder, list(coursedir.ignore))))

    @cached_property
    def digest(self) -> str:
        """A hash of everything in it: the same submission with the same digest grades the same."""
        hashed = hashlib.sha256(self.assignment.encode())
        for name, notebook in sorted(self.notebooks.items()):
            hashed.update(repr((name, notebook.release, sorted(notebook.points.items()))).encode())
            hashed.update(repr(sorted(notebook.cells.items())).encode())
        hashed.update(repr(sorted(self.files.items())).encode())
        return hashed.hexdigest()


def grade_ids(notebook: nbformat.NotebookNode) -> Iterator[tuple[str, nbformat.NotebookNode]]:
    """The cells of a trusted notebook that nbgrader knows, with their names."""
    for cell in notebook.cells:
        details = cell.metadata.get("nbgrader")
        if not details or not details.get("grade_id"):
            continue
        if any(details.get(kind) for kind in ("grade", "solution", "locked", "task")):
            yield str(details["grade_id"]), cell


def _notebook(entry: Any, release: bytes, problem: str) -> NotebookBundle:
    cells = {
        cell.name: SourceCell(
            cell.name, cell.cell_type, cell.source or "", bool(cell.locked), cell.checksum
        )
        for cell in entry.source_cells
    }
    points = {cell.name: float(cell.max_score) for cell in [*entry.grade_cells, *entry.task_cells]}
    bundle = NotebookBundle(entry.name, release, cells, points)
    try:
        there = {name for name, _ in grade_ids(bundle.notebook())}
    except Exception as error:
        raise BundleError(problem.format(f"is no notebook ({error}).")) from error
    if there != set(cells):
        differing = ", ".join(sorted(there ^ set(cells)))
        raise BundleError(problem.format(f"and the gradebook differ in the cells {differing}."))
    return bundle


def files_beside(folder: Path, ignore: Sequence[str]) -> Iterator[tuple[str, bytes]]:
    """The files beside an assignment's notebooks, by relative path, but for what is ignored.

    Raises BundleError when they are too large.
    """
    total = 0
    for path in sorted(folder.rglob("*")):
        relative = path.relative_to(folder)
        parts = (Path(part) for part in relative.parts)
        if path.suffix == ".ipynb" or any(p.match(mask) for p in parts for mask in ignore if mask):
            continue
        if path.is_file():
            data = path.read_bytes()
            total += len(data)
            if total > _MOST_BYTES_BESIDE:
                raise BundleError(
                    f"The files beside the notebooks in {folder} are larger than "
                    f"{_MOST_BYTES_BESIDE // 1_000_000} MB. Move what grading does not need."
                )
            yield relative.as_posix(), data
