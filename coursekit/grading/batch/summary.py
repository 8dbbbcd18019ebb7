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
from coursekit.grading.nbgrader.config import STUB_ERROR

from .ledger import Outcome, TaskResult

_MOST_UNREAD = 30
_MOST_MESSAGES = 1000
"""Different messages counted for each task; a class does not make more mistakes than that."""


@dataclass
class TaskCount:
    """One task of the assignment, over all its submissions."""

    passed: int = 0
    partly: int = 0
    failed: int = 0
    untouched: int = 0
    messages: Counter[str] = field(default_factory=Counter)

    @property
    def most_common(self) -> str:
        """The most common message and how often it came; empty when all passed."""
        if not self.messages:
            return ""
        count = max(self.messages.values())
        message = min(text for text, n in self.messages.items() if n == count)
        return f"{count}x: {message}"


@dataclass
class Summary:
    """A class at a glance.

    tasks: by notebook and grade_id, in the order in which they first come. unread: why nothing of
    a submission could be read, by student; it is counted in no task.
    """

    tasks: dict[tuple[str, str], TaskCount] = field(default_factory=dict)
    unread: dict[str, str] = field(default_factory=dict)


def summarise(outcomes: Iterable[Outcome]) -> Summary:
    """Counts over all submissions; keeps none of them."""
    found = Summary()
    for outcome in outcomes:
        if outcome.trouble:
            found.unread[outcome.student] = outcome.trouble
            continue
        for result in outcome.results:
            count = found.tasks.setdefault((result.notebook, result.grade_id), TaskCount())
            _count(count, result)
    return found


def _count(count: TaskCount, result: TaskResult) -> None:
    if result.points >= result.max_points and not result.reason:
        count.passed += 1
    elif result.points > 0:
        count.partly += 1
    elif STUB_ERROR in result.reason:
        count.untouched += 1
        return
    else:
        count.failed += 1
    known = result.reason in count.messages or len(count.messages) < _MOST_MESSAGES
    if result.reason and known:
        count.messages[result.reason] += 1


def show(console: Console, found: Summary) -> None:
    """Prints the table, and below it what an instructor should look at."""
    several = len({notebook for notebook, _ in found.tasks}) > 1
    table = Table("Task")
    for title in ("Passed", "Partly", "Failed", "Not begun"):
        table.add_column(title, justify="right")
    messages = []
    for (notebook, grade_id), count in found.tasks.items():
        task = grade_id.removesuffix(CHECK)
        name = f"{notebook}: {task}" if several else task
        numbers = (count.passed, count.partly, count.failed, count.untouched)
        table.add_row(escape(name), *map(str, numbers))
        if count.most_common:
            messages.append((name, count.most_common))
    if found.tasks:
        console.print(table)
    _list(console, "Most common messages:", messages)
    unread = sorted(found.unread.items())
    _list(console, "Could not be read, and earned nothing:", unread[:_MOST_UNREAD])
    if len(unread) > _MOST_UNREAD:
        console.print(f"... and {len(unread) - _MOST_UNREAD} more.")


def _list(console: Console, title: str, items: Iterable[tuple[str, str]]) -> None:
    for number, (name, text) in enumerate(items):
        if not number:
            console.print(title)
        console.print(Text(name, style="bold"))
        console.print(Padding(Text(text), (0, 0, 0, 2)))
