"""Takes the source of hidden tests out of feedback; what they found out stays to be read."""

from __future__ import annotations

from typing import Any

from nbformat import NotebookNode
from nbgrader.preprocessors import NbGraderPreprocessor  # type: ignore[import-untyped]
from traitlets import List, Unicode

from coursekit.grading.hidden import strip_hidden


class StripHiddenTests(NbGraderPreprocessor):  # type: ignore[misc]
    """For GenerateFeedback, before GetGrades."""

    display_data_priority = List(
        Unicode(), help="Nothing here; the exporter of feedback sets it on all its preprocessors."
    ).tag(config=True)

    def preprocess(self, nb: NotebookNode, resources: Any) -> tuple[NotebookNode, Any]:
        """Strip all cells of `nb`."""
        for cell in nb.cells:
            strip_hidden(cell)
        return nb, resources
