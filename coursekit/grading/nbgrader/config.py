"""nbgrader's settings for a course made with the kit. A course's nbgrader_config.py is two lines:

from coursekit.grading.nbgrader.config import configure
configure(get_config())
"""

from __future__ import annotations

from traitlets.config import Config

from coursekit.grading.nbgrader.tools import find_programs

STUB = '# YOUR CODE HERE\nraise NotImplementedError("Write your answer here.")'
STUB_ERROR = "NotImplementedError: Write your answer here."
TEXT_STUB = "YOUR ANSWER HERE"
COLLECTED = (
    r".*[\\/]extracted[\\/](?P<student_id>[^\\/]+)[\\/](?:.*[\\/])?"
    r"(?P<file_id>[^\\/]+?)(?: ?\(\d+\))?\.ipynb"
)
"""A folder or zip file for each student: s001/01_gpio.ipynb, s001.zip, s001/a/01_gpio (1).ipynb"""
_HERE = "coursekit.grading.nbgrader"


def configure(config: Config) -> None:
    """Set what nbgrader needs to generate, grade and give feedback on the kit's notebooks.

    Classes are given by name, so that commands which need none of them start as quickly as before.
    """
    find_programs()
    config.CourseDirectory.source_directory = "solutions"
    config.CourseDirectory.release_directory = "exercises"
    config.FileNameCollectorPlugin.named_regexp = COLLECTED
    config.ClearSolutions.code_stub = {"micropython": STUB, "python": STUB}
    config.ClearSolutions.text_stub = TEXT_STUB
    config.Autograde.exporter_class = f"{_HERE}.exporter.KitExporter"
    config.Autograde.sanitize_preprocessors = [
        f"{_HERE}.rebuild.RebuildNotebook",
        "nbgrader.preprocessors.CheckCellMetadata",
    ]
    config.Autograde.autograde_preprocessors = [
        f"{_HERE}.run.RunNotebook",
        "nbgrader.preprocessors.LimitOutput",
        f"{_HERE}.record.RecordGrades",
        "nbgrader.preprocessors.AssignLatePenalties",
        "nbgrader.preprocessors.CheckCellMetadata",
    ]
    config.GenerateFeedback.preprocessors = [
        f"{_HERE}.strip.StripHiddenTests",
        "nbgrader.preprocessors.GetGrades",
        "nbconvert.preprocessors.CSSHTMLHeaderPreprocessor",
    ]
