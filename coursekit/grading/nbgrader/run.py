"""Runs the rebuilt notebook in nbgrader's own process; only answers run elsewhere, on the board."""

from __future__ import annotations

from typing import Any

from nbformat import NotebookNode
from nbgrader.preprocessors import NbGraderPreprocessor  # type: ignore[import-untyped]
from traitlets import Bool, Float, Integer

from coursekit.boards.virtual.limits import Limits
from coursekit.grading.nbgrader.exporter import KEY
from coursekit.grading.run import run_notebook


class RunNotebook(NbGraderPreprocessor):  # type: ignore[misc]
    """Takes the place of Execute. The records go on in `resources`, never in the notebook.

    Raises InfrastructureFault: then nbgrader reports the submission and scores nothing.
    """

    board_s = Float(
        Limits.board_s, allow_none=True, help="Board time that a call may take, in seconds."
    ).tag(config=True)
    cpu_s = Float(
        Limits.cpu_s, allow_none=True, help="Processor time that a call may take, in seconds."
    ).tag(config=True)
    wall_s = Float(
        Limits.wall_s, allow_none=True, help="Real time that a call may take, in seconds."
    ).tag(config=True)
    output_bytes = Integer(
        Limits.output_bytes, allow_none=True, help="Bytes that a call may print."
    ).tag(config=True)
    memory_mib = Integer(
        Limits.memory_mib, allow_none=True, help="Memory of the board's process, in MiB."
    ).tag(config=True)

    insist = Bool(
        False, help="Run answers also where this computer cannot keep them inside their board."
    ).tag(config=True)

    def preprocess(self, nb: NotebookNode, resources: Any) -> tuple[NotebookNode, Any]:
        """Run all cells of `nb`."""
        limits = Limits(self.board_s, self.cpu_s, self.wall_s, self.output_bytes, self.memory_mib)
        bundle = self.parent.bundle(resources)
        resources[KEY] = {"records": run_notebook(nb, bundle.files, limits, self.insist)}
        return nb, resources
