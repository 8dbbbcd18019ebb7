"""The cases that tests of assignments are made for: each notebook, each task, each kept answer."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.assignments.exercise import exercises

EXERCISES = exercises()
TASKS = [(exercise, task) for exercise in EXERCISES for task in exercise.tasks]

each_exercise = pytest.mark.parametrize("exercise", EXERCISES, ids=lambda e: e.path)
each_task = pytest.mark.parametrize(
    ("exercise", "task"), TASKS, ids=[f"{e.assignment}-{task}" for e, task in TASKS]
)


def answers(kind: Path) -> pytest.MarkDecorator:
    """One test for each answer of a kind."""
    found = [(e, task, path) for e, task in TASKS for path in e.answers(kind, task)]
    names = [f"{e.assignment}-{task}-{path.stem}" for e, task, path in found]
    return pytest.mark.parametrize(("exercise", "task", "path"), found, ids=names)
