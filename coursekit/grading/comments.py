"""Why an answer did not get all its points, as the comment that stands below it."""

from __future__ import annotations

from collections.abc import Mapping

from nbformat import NotebookNode

from coursekit.grading.bundle import grade_ids
from coursekit.grading.record import NO_RECORD, Record

_NO_MARKUP = str.maketrans("<>", "\u2039\u203a")
"""nbgrader shows a comment as Markdown, in which a program's message could be a script."""


def comments(nb: NotebookNode, records: Mapping[str, Record]) -> dict[str, str]:
    """A comment for each answer cell whose checks were not all passed, by its grade_id.

    nbgrader has no comments on checks, so what a check has to say goes to the answer before it.
    """
    found: dict[str, list[str]] = {}
    answer = None
    for name, cell in grade_ids(nb):
        details = cell.metadata.nbgrader
        if details.get("solution"):
            answer = name
        elif details.get("grade") and cell.cell_type == "code" and answer is not None:
            text = _text(records[name]) if name in records else NO_RECORD
            if text:
                found.setdefault(answer, []).append(f"{name}: {text}".translate(_NO_MARKUP))
    return {name: "\n".join(texts) for name, texts in found.items()}


def _text(record: Record) -> str:
    """The messages themselves stand below the check, each in a line of its own."""
    return f"{record.reason} See below the check." if record.failed else record.reason
