"""Grades submissions so that points come only from what the host itself saw and wrote down.

Pure functions first (bundle, rebuild, run, grade); nbgrader's classes and the batch both use them.
"""

from coursekit.grading.bundle import Bundle, BundleError, NotebookBundle, SourceCell
from coursekit.grading.grade import Graded, grade_notebook
from coursekit.grading.rebuild import Rebuilt, rebuild
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
    "rebuild",
    "run_notebook",
]
