"""The course that the corpus was handed in to, made once for all tests of this folder."""

from __future__ import annotations

import platform
import sys
from collections.abc import Mapping
from dataclasses import dataclass

import psutil
import pytest
from nbformat import NotebookNode, from_dict

from coursekit.boards.virtual.limits import Limits
from coursekit.grading import NotebookBundle, grade_notebook
from tests.grading.course import INSIST, make_course
from tests.hostile.assignment import NAME, source
from tests.hostile.making import Release, answered, released

LIMITS = Limits(cpu_s=1.0, wall_s=2.0)
"""Short, for there are many submissions here that never end."""


@dataclass(frozen=True)
class Hostile:
    """What is needed to grade a submission. children: this process's own, once a board
    has run."""

    bundle: NotebookBundle
    files: Mapping[str, bytes]
    release: Release
    children: frozenset[int]

    @property
    def is_x86_64(self) -> bool:
        return sys.platform == "linux" and platform.machine() == "x86_64"


@pytest.fixture(scope="session")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Hostile:
    """The assignment, generated in a course of its own."""
    notebook: NotebookNode = from_dict(source())  # type: ignore[no-untyped-call]
    course = make_course(tmp_path_factory.mktemp("course"), notebook)
    bundle = course.bundle()
    small = bundle.notebooks[NAME]
    release = released(small.release)
    grade_notebook(small, answered(release), LIMITS, bundle.files, INSIST)  # starts what then stays
    children = frozenset(child.pid for child in psutil.Process().children(recursive=True))
    return Hostile(small, bundle.files, release, children)
