"""Every submission of the corpus earns what its file says, and disturbs nothing and nobody."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import nbformat
import psutil
import pytest

from coursekit.boards.virtual import VirtualBoard
from coursekit.boards.virtual.sandbox import support
from coursekit.grading import Graded, grade_notebook
from coursekit.grading.comments import comments
from coursekit.grading.submitted import read_file
from tests.grading.course import INSIST
from tests.hostile.assignment import NAME, POINTS, SETUP
from tests.hostile.cases import Case, cases, hand_in
from tests.hostile.conftest import LIMITS, Hostile
from tests.hostile.making import ALL, answered, blank, door, written

CASES = cases()
MOST_BYTES = 1_000_000
"""Of a graded notebook, whatever was submitted."""

needs_sandbox = pytest.mark.skipif(not support().complete, reason=support().missing)


def points_by_task(graded: Graded) -> dict[str, float]:
    return {task: graded.records[f"{task}-check"].points for task in POINTS}


def all_tasks(expected: dict[str, float]) -> dict[str, float]:
    return {task: expected.get(task, 0.0) for task in POINTS}


def test_the_corpus_is_large_enough() -> None:
    assert len(CASES) >= 60
    assert all(case.reason.strip() for case in CASES)
    assert all(set(case.expected) <= set(POINTS) for case in CASES)


def test_an_honest_submission_earns_everything(hostile: Hostile) -> None:
    graded = grade_notebook(
        hostile.bundle, answered(hostile.release), LIMITS, hostile.files, INSIST
    )
    assert points_by_task(graded) == ALL
    assert graded.notes == []


@needs_sandbox
@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_earns_what_is_expected(case: Case, hostile: Hostile, tmp_path: Path) -> None:
    hand_in("honest", answered(hostile.release), tmp_path)
    folder = hand_in(case.name, case.make(hostile.release), tmp_path, case.place)
    submitted = read_file(folder / f"{NAME}.ipynb")
    graded = grade_notebook(hostile.bundle, submitted, LIMITS, hostile.files, INSIST)
    got = points_by_task(graded)
    if case.races:
        assert all(0 <= got[task] <= case.points(task) for task in POINTS)
    else:
        assert got == all_tasks(case.expected)
    for record in graded.records.values():
        assert (record.points == record.max_points) == (record.reason == "")
    check_notebook(graded)


def check_notebook(graded: Graded) -> None:
    """What must hold of a graded notebook whatever was submitted."""
    nbformat.validate(graded.nb)
    text = nbformat.writes(graded.nb)  # type: ignore[no-untyped-call]
    assert len(text.encode("utf-8")) < MOST_BYTES
    assert not any("<" in text for text in comments(graded.nb, graded.records).values())
    for page in pages(graded.nb):
        assert "<script" not in page
        assert "onerror=" not in page.replace("&lt;img src=x onerror=", "")


def pages(nb: nbformat.NotebookNode) -> list[str]:
    """The HTML that the outputs bring into whoever shows them."""
    found = []
    for cell in nb.cells:
        for output in cell.get("outputs", []):
            html = output.get("data", {}).get("text/html", "")
            found.append(html if isinstance(html, str) else "".join(html))
    return found


def test_only_the_text_of_answers_counts(hostile: Hostile) -> None:
    """Two submissions with the same answers give the same notebook, whatever else is in them."""
    plain = grade_notebook(hostile.bundle, answered(hostile.release), LIMITS, hostile.files, INSIST)
    spoiled = blank(hostile.release)
    for cell in json.loads(answered(hostile.release))["cells"]:
        cell["outputs"] = [{"output_type": "stream", "name": "stdout", "text": "passed"}]
        cell["metadata"]["tags"] = ["skip-execution"]
        spoiled["cells"].insert(0, cell)
    graded = grade_notebook(hostile.bundle, written(spoiled), LIMITS, hostile.files, INSIST)
    del graded.nb.cells[0]  # the notes
    assert graded.nb == plain.nb


ESCAPES = [case for case in CASES if case.escape]


@pytest.mark.parametrize("case", ESCAPES, ids=lambda case: case.name)
def test_an_escape_works_where_there_is_no_sandbox(case: Case, hostile: Hostile) -> None:
    """Otherwise it would show nothing that it fails inside of one."""
    if "_natively" in case.name and not hostile.is_x86_64:
        pytest.skip("machine code for x86-64")
    answer = source_of(case.make(hostile.release), "double")
    board = VirtualBoard(None, fast_forward=True)
    try:
        board.exec(SETUP + answer, timeout_s=30.0)
        assert board.eval("double(21)") == 42
    finally:
        board.close()


def source_of(notebook: bytes, grade_id: str) -> str:
    cells: list[dict[str, Any]] = json.loads(notebook)["cells"]
    return next(
        "".join(cell["source"])
        for cell in cells
        if cell["metadata"].get("nbgrader", {}).get("grade_id") == grade_id
    )


@needs_sandbox
def test_nothing_is_left_behind(hostile: Hostile) -> None:
    """After a submission that starts and closes all it can, no process and no visitor is left."""
    before = door().visitors
    for name in ("escape_fork_natively", "escape_network", "threads_many", "stdio_closed"):
        case = next(case for case in CASES if case.name == name)
        grade_notebook(hostile.bundle, case.make(hostile.release), LIMITS, hostile.files, INSIST)
    assert door().visitors == before
    alive = psutil.Process().children(recursive=True)
    assert [child.pid for child in alive if child.pid not in hostile.children] == []
