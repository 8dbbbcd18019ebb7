"""The table at the end can be read in a terminal of 80 columns."""

from __future__ import annotations

import io

import pytest
from rich.console import Console

from coursekit.grading.batch.ledger import Outcome, TaskResult
from coursekit.grading.batch.summary import show, summarise
from coursekit.grading.nbgrader.config import STUB

LONG = "led1: expected 3 pulses of 200 ms with gaps of 100 ms, but saw 1 [pulse] of 2 ms."


def shown(*results: TaskResult, unread: int = 0) -> list[str]:
    outcomes = [Outcome("a", "", [result]) for result in results]
    outcomes += [Outcome(f"u{i:02}", "nb.ipynb: no [notebook].", results) for i in range(unread)]
    file = io.StringIO()
    show(Console(file=file, width=80), summarise(outcomes))
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


def test_untouched_answers_are_counted_and_are_nobodys_mistake() -> None:
    with pytest.raises(NotImplementedError) as error:
        exec(STUB)
    said = f"blink(1) raised NotImplementedError: {error.value} (line 2, in blink)."
    lines = shown(*[TaskResult("nb", "blink-check", 0.0, 5.0, said)] * 2)
    assert [cell.strip() for cell in lines[3].split("│")[1:-1]] == ["blink", "0", "0", "0", "2"]
    assert not any("message" in line for line in lines)


def test_what_could_not_be_read_is_named_and_in_no_count() -> None:
    lines = shown(TaskResult("nb", "t-check", 0.0, 1.0, "no"), unread=32)
    assert [cell.strip() for cell in lines[3].split("│")[1:-1]] == ["t", "0", "0", "1", "0"]
    at = lines.index("Could not be read, and earned nothing:")
    assert [line.strip() for line in lines[at + 1 : at + 3]] == ["u00", "nb.ipynb: no [notebook]."]
    assert lines[-1] == "... and 2 more."
