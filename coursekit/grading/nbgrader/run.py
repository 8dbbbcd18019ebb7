"""Runs the rebuilt notebook in nbgrader's own process; only answers run elsewhere, on the board."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

from nbformat import NotebookNode
from nbgrader.preprocessors import NbGraderPreprocessor  # type: ignore[import-untyped]
from traitlets import Bool, Float, Integer, TraitType

from coursekit.boards.virtual.limits import Limits
from coursekit.grading.nbgrader.exporter import KEY
from coursekit.grading.run import run_notebook


def _limit(kind: type[TraitType[Any, Any]], default: float | None, what: str) -> Any:
    """An option for one of the Limits; None is no limit."""
    return kind(default, allow_none=True, help=what).tag(config=True)


class RunNotebook(NbGraderPreprocessor):  # type: ignore[misc]
    """Takes the place of Execute. The records go on in `resources`, never in the notebook.

    Raises InfrastructureFault: then nbgrader reports the submission and scores nothing.
    """

    board_s = _limit(Float, Limits.board_s, "Board time that a call may take, in seconds.")
    cpu_s = _limit(Float, Limits.cpu_s, "Processor time that a call may take, in seconds.")
    wall_s = _limit(Float, Limits.wall_s, "Real time that a call may take, in seconds.")
    output_bytes = _limit(Integer, Limits.output_bytes, "Bytes that a call may print.")
    memory_mib = _limit(Integer, Limits.memory_mib, "Memory of the board's process, in MiB.")
    notebook_s = _limit(
        Float, Limits.notebook_s, "Computing and waiting of a whole notebook, in seconds."
    )

    insist = Bool(
        False, help="Run answers also where this computer cannot keep them inside their board."
    ).tag(config=True)

    def preprocess(self, nb: NotebookNode, resources: Any) -> tuple[NotebookNode, Any]:
        """Run all cells of `nb`."""
        bundle = self.parent.bundle(resources)
        resources[KEY] = {"records": run_notebook(nb, bundle.files, self.limits(), self.insist)}
        return nb, resources

    def limits(self) -> Limits:
        """The options as what a board keeps to."""
        return Limits(**{field.name: getattr(self, field.name) for field in fields(Limits)})
