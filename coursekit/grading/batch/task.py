"""What a worker does: grade one submission, or make its feedback pages. Bytes in, bytes out.

A worker touches no file of the course and no database, and holds nothing from one task to the next.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from distributed import get_worker

from coursekit.boards.virtual.sandbox import support
from coursekit.grading import Bundle, Graded, InfrastructureFault, NotebookBundle, grade_notebook

from .finish import Finish
from .gradebook import NotebookMarks
from .ledger import TaskResult
from .pages import Page, Pages

if TYPE_CHECKING:
    from coursekit.boards.virtual.limits import Limits

Grade = Callable[
    [NotebookBundle, "bytes | None", "Limits | None", Mapping[str, bytes], bool], Graded
]
"""The shape of grade_notebook."""


@dataclass(frozen=True)
class Fault:
    """The submission could not be graded, and not by its own doing. worker: where that was."""

    reason: str
    worker: str = ""


@dataclass(frozen=True)
class GradedSubmission:
    """A graded submission: by notebook the marks and the file for autograded/.

    troubles: by notebook, why nothing of it could be read.
    """

    marks: Mapping[str, NotebookMarks]
    notebooks: Mapping[str, str]
    results: tuple[TaskResult, ...]
    troubles: Mapping[str, str]


@dataclass(frozen=True)
class GradingJob:
    """What all submissions of a batch have in common; sent to each worker once."""

    bundle: Bundle
    limits: Limits | None
    finish: Finish
    insist: bool = False
    """Grade even where this worker's computer cannot keep a program inside its board."""
    grade: Grade = grade_notebook


def grade_submission(
    job: GradingJob, submitted: Mapping[str, bytes | None]
) -> GradedSubmission | Fault:
    """`submitted`: each notebook of the assignment, None for one that was not handed in.

    Whatever is wrong with the submission gives points and reasons; a Fault never is its own doing.
    """
    if not job.insist and not support().complete:
        return Fault(
            f"this worker's computer has no complete sandbox ({support().missing})", _here()
        )
    marks: dict[str, NotebookMarks] = {}
    notebooks: dict[str, str] = {}
    results: list[TaskResult] = []
    troubles: dict[str, str] = {}
    for name, bundle in job.bundle.notebooks.items():
        try:
            graded = job.grade(
                bundle, submitted.get(name), job.limits, job.bundle.files, job.insist
            )
            notebooks[name] = job.finish.notebook(graded, name)
        except InfrastructureFault as fault:
            return Fault(str(fault), _here())
        except Exception as error:
            # A mistake of the grader's own: no reason to take points off anybody.
            return Fault(f"the grader failed with {type(error).__name__}: {error}", _here())
        marks[name] = job.finish.marks(graded)
        if graded.trouble:
            troubles[name] = graded.trouble
        results += (
            TaskResult(
                name,
                record.grade_id,
                record.points,
                record.max_points,
                record.failed[0] if record.failed else record.reason,
            )
            for record in graded.records.values()
        )
    return GradedSubmission(marks, notebooks, tuple(results), troubles)


def make_feedback(pages: Pages, wanted: tuple[Page, ...]) -> Mapping[str, str] | Fault:
    """The feedback pages of one submission as HTML, by notebook."""
    try:
        return {page.notebook: pages.render(page) for page in wanted}
    except Exception as error:
        return Fault(f"the page failed with {type(error).__name__}: {error}", _here())


def carry(value: Any) -> Any:
    """Brings what all tasks share to a worker. A task, so that Dask can bring it again."""
    return value


def _here() -> str:
    try:
        return str(get_worker().address)
    except ValueError:
        return ""  # no worker: the task was called directly
