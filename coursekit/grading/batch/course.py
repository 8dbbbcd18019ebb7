"""The course as nbgrader sees it: its folders, its database and its settings.

Read the way nbgrader's own commands read them, so that the batch needs no settings of its own.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from nbgrader.apps.autogradeapp import AutogradeApp  # type: ignore[import-untyped]
from nbgrader.converters import Autograde, GenerateFeedback  # type: ignore[import-untyped]
from nbgrader.coursedir import CourseDirectory  # type: ignore[import-untyped]
from nbgrader.preprocessors import AssignLatePenalties  # type: ignore[import-untyped]
from traitlets import TraitError
from traitlets.config import Config
from traitlets.utils.importstring import import_item

from coursekit.boards.virtual.limits import Limits
from coursekit.grading.nbgrader.intake import SafeCourseDirectory
from coursekit.grading.nbgrader.run import RunNotebook

from .errors import BatchError
from .gradebook import Penalty

_HOOKS = ("pre_convert_hook", "post_convert_hook")
"""They run where nbgrader runs, and may be anything: not for a worker."""


@dataclass(frozen=True)
class Course:
    """One assignment of one course, with nbgrader's settings for it."""

    coursedir: CourseDirectory
    intake: SafeCourseDirectory
    config: Config
    autograde: Autograde
    feedback: GenerateFeedback
    assignment: str

    @classmethod
    def load(cls, assignment: str, root: Path | None = None, db_url: str | None = None) -> Course:
        """`root` is the course's folder (default: the present one), `db_url` another gradebook.

        Raises BatchError when nbgrader's configuration cannot be read.
        """
        arguments = ["--log-level=ERROR"]
        if root is not None:
            arguments.append(f"--course-dir={root}")
        if db_url is not None:
            arguments.append(f"--db={db_url}")
        app = AutogradeApp()
        try:
            app.initialize(arguments)
            app.coursedir.assignment_id = assignment
            settings = app.coursedir
            names = settings.trait_names(config=True)
            intake = SafeCourseDirectory(parent=app, **{n: getattr(settings, n) for n in names})
            autograde = Autograde(coursedir=app.coursedir, parent=app)
            feedback = GenerateFeedback(coursedir=app.coursedir, parent=app)
        except TraitError as error:
            raise BatchError(f"nbgrader does not accept a setting: {error}") from error
        except SystemExit as end:
            raise BatchError(
                "nbgrader's configuration could not be read: correct what it printed above."
            ) from end
        return cls(app.coursedir, intake, app.config, autograde, feedback, assignment)

    @property
    def root(self) -> Path:
        return Path(self.coursedir.root)

    @property
    def db_url(self) -> str:
        return str(self.coursedir.db_url)

    def folder(self, step: str, student: str) -> Path:
        """Where nbgrader keeps this assignment of one student in a step (submitted, ...)."""
        return Path(self.coursedir.format_path(step, student, self.assignment))

    def submitted(self, student: str) -> Path:
        return self.folder(self.coursedir.submitted_directory, student)

    def autograded(self, student: str) -> Path:
        return self.folder(self.coursedir.autograded_directory, student)

    def feedback_folder(self, student: str) -> Path:
        return self.folder(self.coursedir.feedback_directory, student)

    def source(self) -> Path:
        return self.folder(self.coursedir.source_directory, ".")

    def limits(self) -> Limits:
        """Of a run on a board, as RunNotebook's settings have them."""
        return RunNotebook(parent=self.autograde).limits()

    @property
    def insist(self) -> bool:
        """Whether answers run also where nothing keeps them inside their board."""
        return bool(RunNotebook(parent=self.autograde).insist)

    def penalty(self) -> Penalty | None:
        """The course's rule for late submissions; None where autograde is told to leave it."""
        for found in self.autograde.autograde_preprocessors:
            step = import_item(found) if isinstance(found, str) else found
            if isinstance(step, type) and issubclass(step, AssignLatePenalties):
                assigner = step(parent=self.autograde)
                if assigner.enabled:
                    assigner.init_plugin()
                    rule: Penalty = assigner.plugin_inst.late_submission_penalty
                    return rule
        return None

    def portable_config(self, *, without: tuple[str, ...] = ()) -> Config:
        """The settings, as they can be sent to a worker on another machine."""
        config = Config()
        for section, values in self.config.items():
            if section in without:
                continue
            kept = {name: value for name, value in values.items() if name not in _HOOKS}
            config[section] = Config(kept)
        return config
