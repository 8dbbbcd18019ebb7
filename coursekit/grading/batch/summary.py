"""The table at the end: for each task how many passed; below it, what most others ran into.

Messages stand in lines of their own: in a column they would be broken into single words.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from rich.console import Console
from rich.markup import escape
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from coursekit.grading.lint import CHECK

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
        return f"{count}x: {message}"


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
    table = Table("Task")
    for title in ("Passed", "Partly", "Failed"):
        table.add_column(title, justify="right")
    messages = []
    for (notebook, grade_id), count in counts.items():
        task = grade_id.removesuffix(CHECK)
        name = f"{notebook}: {task}" if several else task
        table.add_row(escape(name), str(count.passed), str(count.partly), str(count.failed))
        if count.most_common:
            messages.append((name, count.most_common))
    console.print(table)
    if messages:
        console.print("Most common messages:")
    for name, message in messages:
        console.print(Text(name, style="bold"))
        console.print(Padding(Text(message), (0, 0, 0, 2)))
