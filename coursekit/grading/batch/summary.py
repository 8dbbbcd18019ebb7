"""The table at the end: for each task how many passed, and what most of the others ran into."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from .ledger import TaskResult

_MOST_MESSAGES = 1000
"""Different messages counted for each task; a class does not make more mistakes than that."""


@dataclass
class TaskCount:
    """One task of the assignment, over all its submissions."""

    passed: int = 0
    partly: int = 0
    failed: int = 0
    messages: Counter[str] = field(default_factory=Counter)

    @property
    def most_common(self) -> str:
        """The most common message and how often it came; empty when all passed."""
        if not self.messages:
            return ""
        count = max(self.messages.values())
        message = min(text for text, n in self.messages.items() if n == count)
        return f"{message} ({count}x)"


def count_tasks(results: Iterable[TaskResult]) -> dict[tuple[str, str], TaskCount]:
    """By notebook and grade_id, in the order in which they first come."""
    counts: dict[tuple[str, str], TaskCount] = {}
    for result in results:
        count = counts.setdefault((result.notebook, result.grade_id), TaskCount())
        if result.points >= result.max_points and not result.reason:
            count.passed += 1
        elif result.points > 0:
            count.partly += 1
        else:
            count.failed += 1
        known = result.reason in count.messages or len(count.messages) < _MOST_MESSAGES
        if result.reason and known:
            count.messages[result.reason] += 1
    return counts


def show(console: Console, counts: dict[tuple[str, str], TaskCount]) -> None:
    """Prints the table."""
    several = len({notebook for notebook, _ in counts}) > 1
    table = Table("Task", "Passed", "Partly", "Failed", "Most common message")
    for (notebook, grade_id), count in counts.items():
        name = f"{notebook}: {grade_id}" if several else grade_id
        numbers = (str(count.passed), str(count.partly), str(count.failed))
        table.add_row(escape(name), *numbers, escape(count.most_common))
    console.print(table)
