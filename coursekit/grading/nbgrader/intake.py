"""Prepares nbgrader's Autograde for folders that hold anything at all.

It copies all files beside a submitted notebook and reads a time stamp there, before any class of a
course is asked: a link would be followed, a pipe waited for. So what is not an ordinary file is
left out by CourseDirectory's own settings, and a notebook that is missing is graded as such.
"""

from __future__ import annotations

import datetime
import fnmatch
import glob
import os
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from nbgrader.api import Gradebook, MissingEntry  # type: ignore[import-untyped]
from nbgrader.coursedir import CourseDirectory  # type: ignore[import-untyped]

MOST_FILES = 200
MOST_BYTES = 20_000_000
"""More than this beside the notebooks of one submission is not taken along."""
MOST_UNFIT = 20
"""With more unfit names than this, nothing beside the notebooks of a submission is taken along."""
_MOST_STAMP_BYTES = 1000


class SafeCourseDirectory(CourseDirectory):  # type: ignore[misc]
    """A course folder whose submissions may hold any time stamp, or what only looks like one."""

    def get_existing_timestamp(self, dest_path: str) -> datetime.datetime | None:
        """The time stamp in a folder, None when there is none that can be read."""
        path = Path(dest_path) / "timestamp.txt"
        if not os.path.lexists(path):
            return None
        if not _is_plain(path) or path.stat().st_size > _MOST_STAMP_BYTES:
            self.log.warning("%s is no ordinary file and was not read.", path)
            return None
        try:
            found: datetime.datetime | None = super().get_existing_timestamp(dest_path)
        except (ValueError, OverflowError, AttributeError):  # the last is nbgrader's own `fail`
            self.log.warning("%s holds no time; the submission counts as in time.", path)
            return None
        return found


def make_safe(converter: Any) -> None:
    """Prepare an Autograde converter that has found its submissions; others are left alone."""
    coursedir = getattr(converter, "coursedir", None)
    if not isinstance(coursedir, CourseDirectory) or not hasattr(converter, "assignments"):
        return
    settings = {name: getattr(coursedir, name) for name in coursedir.trait_names(config=True)}
    safe = SafeCourseDirectory(parent=coursedir.parent, **settings)
    found = _with_missing(dict(converter.assignments), safe)
    source = Path(safe.format_path(safe.source_directory, ".", safe.assignment_id))
    ours = {path.relative_to(source): path.is_dir() for path in source.rglob("*")}
    ignore = list(safe.ignore)
    for folder in found:
        unfit = left_out(Path(folder), ours)
        if unfit:
            safe.log.warning("Left out of %s: %s", folder, ", ".join(map(ascii, unfit[:5])))
        ignore += [glob.escape(os.path.join(folder, name).rstrip(os.sep)) for name in unfit]
    safe.ignore = ignore
    converter.coursedir = safe
    converter.assignments = found


def _with_missing(found: dict[str, list[str]], coursedir: Any) -> dict[str, list[str]]:
    """For each submission the notebooks of the assignment, also those that were not handed in."""
    try:
        with Gradebook(coursedir.db_url, coursedir.course_id) as gradebook:
            names = [n.name for n in gradebook.find_assignment(coursedir.assignment_id).notebooks]
    except MissingEntry:
        return found  # nbgrader says so itself
    wanted = [name for name in names if fnmatch.fnmatch(name, coursedir.notebook_id)]
    folders = glob.glob(
        coursedir.format_path(
            coursedir.submitted_directory, coursedir.student_id, coursedir.assignment_id
        )
    )
    return {
        folder: [os.path.join(folder, f"{name}.ipynb") for name in wanted]
        for folder in sorted({*found, *(f for f in folders if os.path.isdir(f))})
        if wanted
    }


def left_out(folder: Path, ours: dict[Path, bool]) -> list[str]:
    """The names in `folder` that must not be copied; [""] when nothing of it may be.

    ours: the paths in the instructor's folder, and whether each is a folder itself.
    """
    unfit = list(_unfit(folder, ours))
    return [""] if len(unfit) > MOST_UNFIT or "" in unfit or folder.is_symlink() else unfit


def _unfit(folder: Path, ours: dict[Path, bool]) -> Iterator[str]:
    """The names in `folder` that must not be copied; "", the folder, when it is too much."""
    files = size = 0
    for entry in _entries(folder):
        if entry.name.endswith(".ipynb") and not entry.is_symlink():
            continue
        fit = True
        for path in _below(Path(entry.path)):
            files += 1
            if files > MOST_FILES or size > MOST_BYTES:
                yield ""
                return
            relative = path.relative_to(folder)
            fit = fit and _fits(path, relative, ours)
            size += path.lstat().st_size if fit else 0
        if size > MOST_BYTES:
            fit = False
        if not fit:
            yield entry.name


def _fits(path: Path, relative: Path, ours: dict[Path, bool]) -> bool:
    try:
        str(path).encode("utf-8")
    except UnicodeEncodeError:
        return False
    kind = path.lstat().st_mode
    if relative in ours and ours[relative] != stat.S_ISDIR(kind):
        return False
    return stat.S_ISDIR(kind) or (stat.S_ISREG(kind) and os.access(path, os.R_OK))


def _below(path: Path) -> Iterator[Path]:
    """`path`, and all that is in it when it is a folder; links are not followed."""
    yield path
    if path.is_symlink() or not path.is_dir():
        return
    for where, folders, names in os.walk(path):
        for name in (*folders, *names):
            yield Path(where) / name


def _entries(folder: Path) -> list[os.DirEntry[str]]:
    if folder.is_symlink():
        return []
    with os.scandir(folder) as entries:
        return sorted(entries, key=lambda entry: entry.name)


def _is_plain(path: Path) -> bool:
    return stat.S_ISREG(path.lstat().st_mode)
