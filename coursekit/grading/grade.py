"""Grades one notebook of one submission, from bytes to points; the same everywhere."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from nbformat import NotebookNode

from coursekit.grading.bundle import NotebookBundle
from coursekit.grading.rebuild import rebuild_notebook
from coursekit.grading.record import Record
from coursekit.grading.run import run_notebook

if TYPE_CHECKING:
    from coursekit.boards.virtual.limits import Limits


@dataclass(frozen=True)
class Graded:
    """A graded notebook: with outputs, the records by grade_id, and what was odd about it.

    trouble: why nothing of what was handed in could be read, or "".
    """

    nb: NotebookNode
    records: dict[str, Record]
    notes: list[str]
    trouble: str = ""


def grade_notebook(
    bundle: NotebookBundle,
    submitted: bytes | None,
    limits: Limits | None = None,
    files: Mapping[str, bytes] | None = None,
    insist: bool = False,
) -> Graded:
    """Grade what was `submitted` for a notebook; None when there was none.

    files: what lies beside the notebook, from the bundle. limits: None takes the usual ones.
    insist: see `run_notebook`.
    Raises InfrastructureFault, and nothing else for whatever was submitted.
    """
    rebuilt = rebuild_notebook(bundle, submitted)
    records = run_notebook(rebuilt.nb, files or {}, limits, insist)
    return Graded(rebuilt.nb, records, rebuilt.notes, rebuilt.trouble)
