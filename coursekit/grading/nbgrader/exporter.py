"""Reads a submission for nbgrader, whatever it is: nothing that was handed in stops a batch."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from nbconvert.exporters import NotebookExporter
from nbformat.v4 import new_notebook

from coursekit.grading.bundle import Bundle
from coursekit.grading.nbgrader import intake
from coursekit.grading.submitted import read_file

KEY = "coursekit"


class KitExporter(NotebookExporter):
    """nbgrader's exporter for autograding.

    nbgrader makes one for each command, with its converter as the parent, and calls it twice for
    each notebook: on the submitted file, of which only the bytes go on to RebuildNotebook, and on
    the rebuilt one.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[no-untyped-call]
        self._bundles: dict[tuple[str, str], Bundle] = {}
        intake.make_safe(self.parent)

    def from_filename(self, filename: str, resources: Any = None, **kwargs: Any) -> Any:
        """Read a notebook; a submitted one may be anything, also missing or no file."""
        from coursekit.grading.nbgrader.rebuild import RebuildNotebook

        if not any(isinstance(step, RebuildNotebook) for step in self._preprocessors):
            return super().from_filename(filename, resources=resources, **kwargs)
        path = Path(filename)
        resources = dict(resources or {})
        resources["metadata"] = {"name": path.stem, "path": str(path.parent)}
        resources[KEY] = {"submitted": read_file(path)}
        return self.from_notebook_node(new_notebook(), resources=resources, **kwargs)  # type: ignore[no-untyped-call]

    def bundle(self, resources: Any) -> Bundle:
        """The assignment that is being graded, read once for each command.

        Raises BundleError.
        """
        from nbgrader.api import Gradebook  # type: ignore[import-untyped]

        assert self.parent is not None
        coursedir = self.parent.coursedir
        assignment = resources["nbgrader"]["assignment"]
        key = (resources["nbgrader"]["db_url"], assignment)
        if key not in self._bundles:
            with Gradebook(key[0], coursedir.course_id) as gradebook:
                self._bundles[key] = Bundle.load(coursedir, gradebook, assignment)
        return self._bundles[key]
