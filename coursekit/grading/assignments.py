"""Makes what students get from the instructor's notebooks, by nbgrader's own GenerateAssignment.

In a temporary course with a temporary gradebook: building for a look changes nobody's grades.
"""

from __future__ import annotations

import io
import logging
import shutil
import tempfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import nbformat
from traitlets.config import Config

from coursekit.grading.lint import lint

SOURCE = "solutions"
RELEASE = "exercises"
_NOT_OURS = (".ipynb_checkpoints", "__pycache__")


class AssignmentError(Exception):
    """An assignment cannot be built; the message says what to change."""


@dataclass(frozen=True)
class Built:
    """An assignment as students get it: its files by path relative to its folder."""

    name: str
    files: Mapping[str, bytes]

    def drift(self, root: Path) -> list[str]:
        """What in exercises/ is not as built, in words."""
        folder = root / RELEASE / self.name
        there = {_relative(path, folder) for path in _files(folder)}
        found = []
        for relative, data in self.files.items():
            path = folder / relative
            if relative not in there:
                found.append(f"{RELEASE}/{self.name}/{relative} is missing")
            elif path.read_bytes() != data:
                found.append(f"{RELEASE}/{self.name}/{relative} differs")
        extra = sorted(there - set(self.files))
        found += [f"{RELEASE}/{self.name}/{name} does not come from {SOURCE}/" for name in extra]
        return found

    def write(self, root: Path) -> list[Path]:
        """Put the files into exercises/; returns those that changed. Others there stay."""
        changed = []
        for relative, data in self.files.items():
            path = root / RELEASE / self.name / relative
            if path.is_file() and path.read_bytes() == data:
                continue
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
            changed.append(path)
        return changed


def names(root: Path) -> list[str]:
    """The assignments in solutions/: the folders that hold a notebook."""
    return sorted({path.parent.name for path in (root / SOURCE).glob("*/*.ipynb")})


def find_faults(root: Path, name: str) -> list[str]:
    """What is wrong with an assignment's notebooks, each beginning with the file's path."""
    found = []
    for path in sorted((root / SOURCE / name).glob("*.ipynb")):
        where = f"{SOURCE}/{name}/{path.name}"
        try:
            nb = nbformat.read(path, as_version=4)  # type: ignore[no-untyped-call]
        except Exception as error:
            found.append(f"{where} is no notebook: {error}")
            continue
        found += [f"{where}: {fault}" for fault in lint(nb)]
    return found


def find_unsolved(root: Path, name: str) -> list[str]:
    """The checks that the instructor's own answers do not pass, hidden tests included, and why.

    Raises AssignmentError when the computer cannot run them.
    """
    from coursekit.grading.bundle import files_beside
    from coursekit.grading.run import InfrastructureFault, run_notebook

    folder = root / SOURCE / name
    beside = dict(files_beside(folder, _NOT_OURS))
    found = []
    for path in sorted(folder.glob("*.ipynb")):
        nb = nbformat.read(path, as_version=4)  # type: ignore[no-untyped-call]
        try:
            records = run_notebook(nb, beside, insist=True)  # the instructor's own programs
        except InfrastructureFault as fault:
            raise AssignmentError(str(fault)) from fault
        for record in records.values():
            if not record.passed:
                why = " ".join((record.reason, *record.failed[:1]))
                where = f"{SOURCE}/{name}/{path.name}"
                found.append(f"{where}: the solution does not pass `{record.grade_id}`: {why}")
    return found


def build(root: Path, wanted: Iterable[str] | None = None) -> list[Built]:
    """Build assignments, all there are when none is named.

    Raises AssignmentError when there is none of that name, or one cannot be generated.
    """
    there = names(root)
    chosen = there if wanted is None else list(wanted)
    for name in chosen:
        if name not in there:
            known = ", ".join(there) or "none"
            raise AssignmentError(f"{root / SOURCE} has no assignment {name!r}. It has: {known}.")
    faults = [fault for name in chosen for fault in find_faults(root, name)]
    if not faults:
        faults = [fault for name in chosen for fault in find_unsolved(root, name)]
    if faults:
        raise AssignmentError("\n".join(faults))
    with tempfile.TemporaryDirectory(prefix="coursekit-assignments-") as temporary:
        course = Path(temporary)
        for name in chosen:
            ignored = shutil.ignore_patterns(*_NOT_OURS)
            shutil.copytree(root / SOURCE / name, course / SOURCE / name, ignore=ignored)
        return [Built(name, _generate(course, name)) for name in chosen]


def _generate(course: Path, name: str) -> dict[str, bytes]:
    from nbgrader.converters import (  # type: ignore[import-untyped]
        GenerateAssignment,
        NbGraderException,
    )
    from nbgrader.coursedir import CourseDirectory  # type: ignore[import-untyped]

    from coursekit.grading.nbgrader.config import configure

    config = Config()
    configure(config)
    told = io.StringIO()
    log = logging.Logger("coursekit.assignments", logging.ERROR)
    log.addHandler(logging.StreamHandler(told))
    coursedir = CourseDirectory(config=config, root=str(course), assignment_id=name, log=log)
    try:
        GenerateAssignment(coursedir=coursedir, config=config, log=log).start()
    except NbGraderException as error:
        raise AssignmentError(f"nbgrader cannot generate {name}: {told.getvalue()}") from error
    folder = course / RELEASE / name
    return {_relative(path, folder): path.read_bytes() for path in _files(folder)}


def _files(folder: Path) -> list[Path]:
    return sorted(
        path
        for path in folder.rglob("*")
        if path.is_file() and not set(path.relative_to(folder).parts) & set(_NOT_OURS)
    )


def _relative(path: Path, folder: Path) -> str:
    return path.relative_to(folder).as_posix()
