"""Two courses with the same work in them, for the benchmarks of grading.

Two notebooks with 23 cells and six tasks that are plain Python: one course for a Python kernel and
nbgrader as it comes, one for the kit. Answers, wrong answers and what is checked are the same.
"""

from __future__ import annotations

import copy
import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

ASSIGNMENT = "work"
_REPOSITORY = Path(__file__).parents[1]
Kind = Literal["python", "micropython"]
Node = dict[str, Any]
"""A notebook or a cell, as JSON."""


@dataclass(frozen=True)
class Task:
    """A function to write. cases: arguments and what it has to return for them."""

    name: str
    arguments: str
    body: str
    cases: tuple[tuple[tuple[Any, ...], Any], ...]


NOTEBOOKS: dict[str, tuple[Task, ...]] = {
    "first": (
        Task("double", "n", "return 2 * n", (((3,), 6), ((-1,), -2), ((0,), 0))),
        Task(
            "clamp",
            "n, low, high",
            "return max(low, min(n, high))",
            (((5, 0, 3), 3), ((-5, 0, 3), 0), ((2, 0, 3), 2)),
        ),
        Task(
            "mean",
            "values",
            "return sum(values) // len(values)",
            ((([1, 2, 3],), 2), (([10],), 10)),
        ),
    ),
    "second": (
        Task(
            "parity",
            "data",
            "p = 0\n    for byte in data:\n        p ^= byte\n    return p",
            (((b"\x01\x02",), 3), ((b"",), 0), ((b"abc",), 96)),
        ),
        Task(
            "primes",
            "n",
            "return [k for k in range(2, n) if all(k % d for d in range(2, k))]",
            (((10,), [2, 3, 5, 7]), ((2,), [])),
        ),
        Task(
            "words",
            "text",
            "return sorted(set(text.lower().split()))",
            ((("b a B",), ["a", "b"]), (("",), [])),
        ),
    ),
}


def make_course(root: Path, kind: Kind, submissions: int) -> None:
    """A course folder with its assignment generated and `submissions` handed in.

    Every fifth submission has a wrong answer in it, every tenth is blank.
    """
    root.mkdir(parents=True)
    (root / "nbgrader_config.py").write_text(_CONFIG[kind])
    for name, tasks in NOTEBOOKS.items():
        folder = root / "source" / ASSIGNMENT
        folder.mkdir(parents=True, exist_ok=True)
        _write(_notebook(tasks, kind, name), folder / f"{name}.ipynb")
    run_command(["-m", "nbgrader", "generate_assignment", ASSIGNMENT], root)
    for number in range(submissions):
        _hand_in(root, number)


def run_command(arguments: list[str], folder: Path, cpus: set[int] | None = None) -> None:
    """Run Python with `arguments` in `folder`, on the processors `cpus` only.

    Raises RuntimeError, with what the command printed, when it fails.
    """
    scripts = os.pathsep.join((str(Path(sys.executable).parent), os.environ.get("PATH", "")))
    pin = None if cpus is None else lambda: os.sched_setaffinity(0, cpus)
    done = subprocess.run(
        [sys.executable, *arguments],
        cwd=folder,
        env={**os.environ, "PATH": scripts},  # nbgrader starts alembic by its name
        capture_output=True,
        text=True,
        preexec_fn=pin,
    )
    if done.returncode:
        raise RuntimeError(done.stdout + done.stderr)


def hand_in_exercise(root: Path, name: str, count: int) -> None:
    """A course with the kit's own assignment `name` and `count` submissions of it.

    A third are right, a third have one of the named wrong answers in them, a third are blank in
    one of their tasks.
    """
    root.mkdir(parents=True)
    (root / "nbgrader_config.py").write_text(_CONFIG["micropython"])
    shutil.copytree(_REPOSITORY / "solutions" / name, root / "source" / name)
    run_command(["-m", "nbgrader", "generate_assignment", name], root)
    release = _read(root / "release" / name / f"{name}.ipynb")
    solved = _read(root / "source" / name / f"{name}.ipynb")
    answers = {_grade_id(c): c["source"] for c in solved["cells"] if _is_answer(c)}
    wrong = sorted((_REPOSITORY / "tests" / "wrong_answers" / name).glob("*/*.py"))
    for number in range(count):
        given = dict(answers)
        if number % 3 == 1:
            mistake = wrong[number // 3 % len(wrong)]
            given[mistake.parent.name] = mistake.read_text()
        elif number % 3 == 2:
            del given[list(answers)[number // 3 % len(answers)]]
        notebook = copy.deepcopy(release)
        for cell in notebook["cells"]:
            cell["source"] = given.get(_grade_id(cell), cell["source"])
        folder = root / "submitted" / f"student{number:04}" / name
        folder.mkdir(parents=True)
        _write(notebook, folder / f"{name}.ipynb")


def _is_answer(cell: Node) -> bool:
    return cell["cell_type"] == "code" and bool(_metadata(cell).get("solution"))


def _hand_in(root: Path, number: int) -> None:
    folder = root / "submitted" / f"student{number:04}" / ASSIGNMENT
    folder.mkdir(parents=True)
    for name, tasks in NOTEBOOKS.items():
        notebook = _read(root / "release" / ASSIGNMENT / f"{name}.ipynb")
        for cell in notebook["cells"]:
            task = next((t for t in tasks if _grade_id(cell) == t.name), None)
            if task is not None and number % 10 != 9:
                wrong = number % 5 == 4 and task is tasks[0]
                cell["source"] = _answer(task, "return None" if wrong else task.body)
        _write(notebook, folder / f"{name}.ipynb")


def _notebook(tasks: tuple[Task, ...], kind: Kind, name: str) -> Node:
    cells = [_text("# Work to grade")]
    if name == "first":
        cells.append(_locked("setup", "import math"))
    for task in tasks:
        cells += [
            _text(f"Write `{task.name}({task.arguments})`."),
            _solution(task),
            _check(task, kind),
        ]
    cells.append(_text("That was all."))
    python = {"name": "python3", "display_name": "Python 3", "language": "python"}
    board = {"name": "micropython", "display_name": "MicroPython", "language": "micropython"}
    for number, cell in enumerate(cells):
        cell["id"] = f"{name}-{number}"
    kernel = python if kind == "python" else board
    return {"cells": cells, "metadata": {"kernelspec": kernel}, "nbformat": 4, "nbformat_minor": 5}


def _text(source: str) -> Node:
    return {"cell_type": "markdown", "metadata": {}, "source": source}


def _answer(task: Task, body: str) -> str:
    return f"def {task.name}({task.arguments}):\n    {body}"


def _solution(task: Task) -> Node:
    body = f"### BEGIN SOLUTION\n    {task.body}\n    ### END SOLUTION"
    return _graded(task.name, _answer(task, body), solution=True)


def _check(task: Task, kind: Kind) -> Node:
    if kind == "python":
        lines = [
            f"assert {task.name}(*{arguments!r}) == {expected!r}"
            for arguments, expected in task.cases
        ]
    else:
        lines = [f"%%check {task.name}"]
        for arguments, expected in task.cases:
            given = ", ".join([repr(task.name), *map(repr, arguments)])
            lines.append(f"expect(board.call({given})).equals({expected!r})")
    hidden = ["### BEGIN HIDDEN TESTS", lines[-1], "### END HIDDEN TESTS"]
    return _graded(f"{task.name}-check", "\n".join([*lines[:-1], *hidden]), grade=True)


def _locked(name: str, source: str) -> Node:
    return _graded(name, source)


def _graded(name: str, source: str, *, grade: bool = False, solution: bool = False) -> Node:
    metadata: dict[str, Any] = {
        "grade": grade,
        "grade_id": name,
        "locked": not solution,
        "schema_version": 3,
        "solution": solution,
        "task": False,
    }
    if grade:
        metadata["points"] = 2
    return {
        "cell_type": "code",
        "execution_count": None,
        "metadata": {"nbgrader": metadata},
        "outputs": [],
        "source": source,
    }


def _grade_id(cell: Node) -> str | None:
    return _metadata(cell).get("grade_id")


def _metadata(cell: Node) -> dict[str, Any]:
    found: dict[str, Any] = cell["metadata"].get("nbgrader", {})
    return found


def _read(path: Path) -> Node:
    notebook: Node = json.loads(path.read_text())
    for cell in notebook["cells"]:
        cell["source"] = "".join(cell["source"])
    return notebook


def _write(notebook: Node, path: Path) -> None:
    path.write_text(json.dumps(notebook))


_CONFIG: dict[Kind, str] = {
    "python": "c = get_config()\nc.CourseDirectory.course_id = 'benchmark'\n",
    "micropython": (
        "from coursekit.grading.nbgrader.config import configure\n"
        "c = get_config()\nconfigure(c)\n"
        "c.CourseDirectory.course_id = 'benchmark'\n"
        "c.CourseDirectory.source_directory = 'source'\n"
        "c.CourseDirectory.release_directory = 'release'\n"
    ),
}
