"""Puts a student's folder of autograded/ or feedback/ in place, all of it or nothing.

The folder is made beside its place under a name that nbgrader does not look at, then renamed.
"""

from __future__ import annotations

import glob
import os
import shutil
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path

from nbgrader.utils import find_all_files, remove, rmtree  # type: ignore[import-untyped]

from coursekit.grading.nbgrader.intake import left_out

from .errors import BatchError

_NEW = ".coursekit-new"
_OLD = ".coursekit-old"


class Staged:
    """A folder that waits beside `place`. `swap`, then `keep` or `undo`."""

    def __init__(self, place: Path) -> None:
        """Raises BatchError when nothing can be written there."""
        self.place = place
        self.folder = place.with_name(f".{place.name}{_NEW}")
        self._old = place.with_name(f".{place.name}{_OLD}")
        self._swapped = False
        with explained(place):
            tidy(place)
            self.folder.mkdir(parents=True)

    def copy(self, files: Mapping[str, Path]) -> None:
        """Copies `files`, by their path in the folder."""
        with explained(self.place):
            for relative, source in files.items():
                target = self.folder / relative
                target.parent.mkdir(parents=True, exist_ok=True)
                if target.exists():
                    remove(str(target))
                shutil.copy(source, target)

    def write(self, name: str, text: str) -> None:
        with explained(self.place):
            (self.folder / name).write_text(text, encoding="utf-8", newline="\n")

    def permit(self, permissions: int, *, groupshared: bool) -> None:
        """Sets the files' permissions, given as nbgrader has them: 444 means 0o444."""
        mode = int(str(permissions), 8)
        for folder, _, files in os.walk(self.folder):
            for name in files:
                os.chmod(os.path.join(folder, name), mode)
            if groupshared:
                share(Path(folder))

    def swap(self) -> None:
        """Puts the new folder in place and the present one aside."""
        with explained(self.place):
            if self.place.exists():
                os.rename(self.place, self._old)
            self._swapped = True
            os.rename(self.folder, self.place)

    def undo(self) -> None:
        """Takes `swap` back."""
        if not self._swapped:
            return
        self._swapped = False
        if not self.folder.exists() and self.place.exists():
            os.rename(self.place, self.folder)
        if self._old.exists():
            os.rename(self._old, self.place)

    def keep(self) -> None:
        """The new folder stays; what it replaced goes."""
        tidy(self.place)

    def drop(self) -> None:
        """Nothing of it is wanted."""
        self.undo()
        _remove(self.folder)


class explained:
    """Turns an error of the file system into a BatchError that says what to do."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        if isinstance(error, OSError):
            raise BatchError(
                f"{error.filename or self._path} could not be written ({error.strerror}). "
                "Make room or give yourself the right to write there, then run this command "
                "again: it goes on where it stopped."
            ) from error


def tidy(place: Path) -> None:
    """Removes what a killed batch left beside `place`; puts a folder back that it had aside."""
    old = place.with_name(f".{place.name}{_OLD}")
    if old.exists() and not place.exists():
        os.rename(old, place)
    _remove(old)
    _remove(place.with_name(f".{place.name}{_NEW}"))


def share(folder: Path) -> None:
    """Lets the group write a folder, as nbgrader does in a groupshared course."""
    mode = folder.stat().st_mode
    if mode & 0o2770 != 0o2770:
        with suppress(PermissionError):  # it belongs to another instructor, who has to share it
            folder.chmod((mode | 0o2770) & 0o2777)


def beside(folder: Path, ignore: Iterable[str]) -> dict[str, Path]:
    """The files beside the notebooks, by relative path, as nbgrader takes them."""
    found = find_all_files(str(folder), [*ignore, "*.ipynb"])
    return {os.path.relpath(name, folder): Path(name) for name in sorted(found)}


def handed_in(folder: Path, source: Path, ignore: Iterable[str]) -> dict[str, Path]:
    """The files that a student put beside the notebooks, but for links and whatever is no file.

    source: the instructor's folder, whose files take the place of the student's.
    """
    ours = {path.relative_to(source): path.is_dir() for path in source.rglob("*")}
    unfit = left_out(folder, ours)
    if "" in unfit:
        return {}
    masks = [glob.escape(os.path.join(folder, name)) for name in unfit]
    return beside(folder, [*ignore, *masks])


def _remove(folder: Path) -> None:
    if folder.exists():
        rmtree(str(folder))
