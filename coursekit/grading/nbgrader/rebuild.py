"""Puts the submitted answers into the notebook as it was released, before anything else happens."""

from __future__ import annotations

from typing import Any

from nbformat import NotebookNode
from nbgrader.preprocessors import NbGraderPreprocessor  # type: ignore[import-untyped]

from coursekit.grading.nbgrader.exporter import KEY
from coursekit.grading.rebuild import rebuild_notebook


class RebuildNotebook(NbGraderPreprocessor):  # type: ignore[misc]
    """Takes the place of ClearOutput, DeduplicateIds, OverwriteKernelspec and OverwriteCells."""

    def preprocess(self, nb: NotebookNode, resources: Any) -> tuple[NotebookNode, Any]:
        """Replace `nb` by the release with the submission's answers. Raises BundleError."""
        bundle = self.parent.bundle(resources)
        submitted = resources[KEY]["submitted"]
        rebuilt = rebuild_notebook(bundle.notebooks[resources["nbgrader"]["notebook"]], submitted)
        for note in rebuilt.notes:
            self.log.warning("%s: %s", resources["nbgrader"]["student"], note)
        return rebuilt.nb, resources
