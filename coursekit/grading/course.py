"""Makes a course folder: nbgrader's settings for the kit, and assignments to begin with.

A course of one's own keeps gradebook and submissions out of the kit's folder, and lets the kit be
updated without touching either.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from pathlib import Path

from coursekit.grading.assignments import SOURCE, names

KIT = Path(__file__).parents[2]
"""The kit's own folder, which has its assignments in solutions/."""

CONFIG = "nbgrader_config.py"
SETTINGS = '''\
"""nbgrader's settings for this course; docs/instructor.md of the course kit explains them."""

from coursekit.grading.nbgrader.config import configure

c = get_config()
configure(c)

# Settings of your own follow here, such as
# c.LateSubmissionPlugin.penalty_method = "zero"
'''
_LEFT_OUT = (".ipynb_checkpoints", "__pycache__")


class CourseError(Exception):
    """The folder cannot be made; the message says what to do."""


def new_course(folder: Path, assignments: Iterable[str] = (), kit: Path = KIT) -> list[Path]:
    """Make `folder` a course with the kit's `assignments` in it; returns what was made.

    Raises CourseError, before anything is written, when it is a course already or the kit has no
    assignment of such a name.
    """
    wanted = list(dict.fromkeys(assignments))
    there = names(kit)
    for name in wanted:
        if name not in there:
            known = ", ".join(there) or f"none: there is no {kit / SOURCE}"
            raise CourseError(f"The kit has no assignment {name!r}. It has: {known}.")
    for path in (folder / CONFIG, *(folder / SOURCE / name for name in wanted)):
        if path.exists():
            raise CourseError(
                f"{path} is there already, and was left alone. Choose another folder."
            )
    try:
        (folder / SOURCE).mkdir(parents=True, exist_ok=True)
        for name in wanted:
            ignored = shutil.ignore_patterns(*_LEFT_OUT)
            shutil.copytree(kit / SOURCE / name, folder / SOURCE / name, ignore=ignored)
        (folder / CONFIG).write_text(SETTINGS, encoding="utf-8")
    except OSError as error:
        raise CourseError(f"{error.filename} cannot be written: {error.strerror}.") from error
    return [folder / CONFIG, *(folder / SOURCE / name for name in wanted)]
