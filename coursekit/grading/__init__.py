"""Grades submissions so that points come only from what the host itself saw and wrote down.

Pure functions first (bundle, rebuild, run, grade); nbgrader's classes and the batch both use them.
Names are loaded when they are first used: the command line needs none of them to start.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from coursekit.grading.bundle import Bundle, BundleError, NotebookBundle, SourceCell
    from coursekit.grading.grade import Graded, grade_notebook
    from coursekit.grading.rebuild import Rebuilt, rebuild_notebook
    from coursekit.grading.record import Record
    from coursekit.grading.run import InfrastructureFault, run_notebook

__all__ = [
    "Bundle",
    "BundleError",
    "Graded",
    "InfrastructureFault",
    "NotebookBundle",
    "Rebuilt",
    "Record",
    "SourceCell",
    "grade_notebook",
    "rebuild_notebook",
    "run_notebook",
]

_HOMES = {
    "bundle": ("Bundle", "BundleError", "NotebookBundle", "SourceCell"),
    "grade": ("Graded", "grade_notebook"),
    "rebuild": ("Rebuilt", "rebuild_notebook"),
    "record": ("Record",),
    "run": ("InfrastructureFault", "run_notebook"),
}


def __getattr__(name: str) -> Any:
    for home, names in _HOMES.items():
        if name in names:
            return getattr(importlib.import_module(f"{__name__}.{home}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
