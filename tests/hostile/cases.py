"""Finds the submissions of the corpus, so that a new one is a new file and nothing else."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from tests.hostile import corpus
from tests.hostile.assignment import NAME
from tests.hostile.making import Release

Place = Callable[[Path, bytes], None]


@dataclass(frozen=True)
class Case:
    """One submission.

    expected: points by task; a task that is not named earns none. make: the submitted notebook.
    place: puts it, and what else is tried, into the student's folder, named as the assignment.
    escape: its answer to `double` is right outside of a sandbox, and only there.
    races: what it earns depends on when its threads get their turn; `expected` is the most.
    """

    name: str
    reason: str
    expected: dict[str, float]
    make: Callable[[Release], bytes]
    place: Place
    escape: bool
    races: bool

    def points(self, task: str) -> float:
        """What it earns for a task."""
        return self.expected.get(task, 0.0)


def notebook_only(folder: Path, notebook: bytes) -> None:
    """Put the notebook into the student's folder, nothing else."""
    (folder / f"{NAME}.ipynb").write_bytes(notebook)


def hand_in(student: str, notebook: bytes, course: Path, place: Place = notebook_only) -> Path:
    """Put a submission into a course; returns its folder."""
    folder = course / "submitted" / student / NAME
    folder.mkdir(parents=True)
    place(folder, notebook)
    return folder


def cases() -> list[Case]:
    """All of them, by name."""
    found = []
    for entry in sorted(pkgutil.iter_modules(corpus.__path__), key=lambda entry: entry.name):
        module = importlib.import_module(f"{corpus.__name__}.{entry.name}")
        found.append(
            Case(
                entry.name,
                module.__doc__ or "",
                module.EXPECTED,
                module.make,
                getattr(module, "place", notebook_only),
                getattr(module, "ESCAPES", False),
                getattr(module, "RACES", False),
            )
        )
    return found
