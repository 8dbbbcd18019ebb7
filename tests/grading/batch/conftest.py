"""One cluster of two workers for all tests of the batch: starting one takes a few seconds."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from distributed import Client

from coursekit.grading.batch.cluster import local_workers
from tests.grading.batch.course import BatchCourse, batch_course
from tests.grading.course import Course


@pytest.fixture(scope="session")
def client() -> Iterator[Client]:
    with local_workers(2) as client:
        yield client


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A generated course without submissions, to be copied."""
    return batch_course(tmp_path_factory.mktemp("template") / "course").root


@pytest.fixture
def course(template: Path, tmp_path: Path, client: Client) -> BatchCourse:
    """A course of the test's own."""
    root = tmp_path / "course"
    shutil.copytree(template, root)
    return BatchCourse(Course(root), client)


@pytest.fixture
def new_course(template: Path, tmp_path: Path, client: Client) -> Callable[[str], BatchCourse]:
    """Makes further courses, by name."""

    def make(name: str) -> BatchCourse:
        shutil.copytree(template, tmp_path / name)
        return BatchCourse(Course(tmp_path / name), client)

    return make
