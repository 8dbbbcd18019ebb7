"""The table at the end can be read in a terminal of 80 columns."""

from __future__ import annotations

import io

from rich.console import Console

from coursekit.grading.batch.ledger import TaskResult
from coursekit.grading.batch.summary import count_tasks, show

LONG = "led1: expected 3 pulses of 200 ms with gaps of 100 ms, but saw 1 [pulse] of 2 ms."


def shown(*results: TaskResult) -> list[str]:
    file = io.StringIO()
    show(Console(file=file, width=80), count_tasks(results))
    return file.getvalue().splitlines()


def test_messages_stand_below_the_table_in_few_lines() -> None:
    failed = [TaskResult("nb", "blink-check", 0.0, 5.0, LONG)] * 3
    lines = shown(*failed, TaskResult("nb", "lamp-check", 5.0, 5.0, ""))
    text = "\n".join(lines)
    assert "-check" not in text
    assert max(map(len, lines)) <= 80
    at = lines.index("blink")
    assert " ".join(" ".join(lines[at + 1 :]).split()) == f"3x: {LONG}"
    assert len(lines[at + 1 :]) == 2
    assert "lamp" not in lines


def test_nothing_is_said_when_all_passed() -> None:
    lines = shown(TaskResult("nb", "lamp-check", 5.0, 5.0, ""))
    assert not any("message" in line for line in lines)


def test_notebooks_are_named_when_there_are_several() -> None:
    lines = shown(TaskResult("a", "t-check", 0.0, 1.0, "no"), TaskResult("b", "t-check", 1, 1, ""))
    assert "a: t" in lines
