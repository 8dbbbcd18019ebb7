"""Answers graded on real firmware: an emulated board in place of each virtual one, the same checks.

What differs between the two boards is written down in tests/conformance; here only points count.
"""

from __future__ import annotations

from coursekit.bench import Diagram
from coursekit.boards.emulated import EmulatedBoard
from coursekit.boards.virtual.limits import Limits
from coursekit.grading.lint import CHECK
from coursekit.grading.rebuild import rebuild_notebook
from coursekit.grading.record import Record
from coursekit.grading.run import run_notebook
from tests.assignments.exercise import Exercise, by_task


def grade(exercise: Exercise, submitted: bytes, task: str) -> Record:
    """The record of one task; the cells of the others are left out, for the emulator is slow."""
    nb = rebuild_notebook(exercise.bundle, submitted).nb
    others = {name + kind for name in exercise.tasks if name != task for kind in ("", CHECK)}
    others.add("board-picture")
    nb.cells = [
        cell
        for cell in nb.cells
        if (cell.metadata.get("nbgrader") or {}).get("grade_id") not in others
    ]
    records = run_notebook(nb, exercise.files, insist=True, open_board=_open)
    return by_task(records)[task]


def _open(diagram: Diagram | None, flash: bytes | None = None) -> EmulatedBoard:
    assert flash is None, "a virtual board's file system does not fit: no %%check --library here"
    board = EmulatedBoard(diagram, fast_forward=True)
    board.limits = Limits()
    return board
