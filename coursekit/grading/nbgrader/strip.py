"""Takes the source of hidden tests out of feedback; what they found out stays to be read.

Also sees to it that pictures fit the page: nbgrader's template gives wide ones no limit.
"""

from __future__ import annotations

from typing import Any

from nbformat import NotebookNode
from nbformat.v4 import new_markdown_cell
from nbgrader.preprocessors import NbGraderPreprocessor  # type: ignore[import-untyped]
from traitlets import List, Unicode

from coursekit.grading.hidden import strip_hidden

STYLE = (
    "<style>.output_area img, .output_area svg { max-width: 100%; height: auto; } "
    ".output_area pre { white-space: pre-wrap; overflow-wrap: anywhere; }</style>"
)
STYLE_CELL_ID = "style-of-the-page"


class StripHiddenTests(NbGraderPreprocessor):  # type: ignore[misc]
    """For GenerateFeedback, before GetGrades."""

    display_data_priority = List(
        Unicode(), help="Nothing here; the exporter of feedback sets it on all its preprocessors."
    ).tag(config=True)

    def preprocess(self, nb: NotebookNode, resources: Any) -> tuple[NotebookNode, Any]:
        """Strip all cells of `nb`."""
        for cell in nb.cells:
            strip_hidden(cell)
        style = new_markdown_cell(STYLE)  # type: ignore[no-untyped-call]
        style["id"] = STYLE_CELL_ID
        nb.cells.append(style)
        return nb, resources
