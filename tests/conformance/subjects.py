"""All that is observed: the programs and the habits of this folder."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from tests.conformance import conversation
from tests.conformance.habits import GROUPS
from tests.conformance.observation import Observation
from tests.conformance.program import PROGRAMS, Program, load
from tests.conformance.running import OpenBoard, run


@dataclass(frozen=True)
class Subject:
    """name: unique, as it stands in differences.toml. keys: all observations that it makes.

    observe: makes them on a board that it opens; the same keys, in the same order, on any board.
    """

    name: str
    title: str
    keys: tuple[str, ...]
    observe: Callable[[OpenBoard], list[Observation]]


def from_program(program: Program) -> Subject:
    """A program as a subject."""
    return Subject(program.name, program.title, program.keys, partial(run, program))


def subjects() -> list[Subject]:
    """All of them, by name. Raises ProgramError."""
    found = [from_program(load(path)) for path in PROGRAMS.glob("*.py")]
    for name, (title, habits) in GROUPS.items():
        keys = tuple(habit.key for habit in habits)
        found.append(Subject(name, title, keys, partial(conversation.observe, habits=habits)))
    return sorted(found, key=lambda subject: subject.name)
