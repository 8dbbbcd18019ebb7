"""What makes a notebook an assignment that can be graded, checked before it is given to anybody."""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

from nbformat import NotebookNode

from coursekit.checks.expectation import BEGIN_HIDDEN, END_HIDDEN
from coursekit.session.library import OPTION

BEGIN_SOLUTION = "BEGIN SOLUTION"
END_SOLUTION = "END SOLUTION"
CHECK = "-check"
_NAME = re.compile(r"[a-z][a-z0-9_-]*")


def lint(nb: NotebookNode) -> list[str]:
    """What is wrong with an instructor's notebook, in words; empty when nothing is."""
    return [*_notebook(nb), *(f for i, cell in enumerate(nb.cells) for f in _cell(cell, i + 1))]


def _notebook(nb: NotebookNode) -> Iterator[str]:
    kernel = nb.metadata.get("kernelspec", {})
    if kernel.get("name") != "micropython" or kernel.get("language") != "micropython":
        yield "the kernel has to be `micropython`, its language too"
    for what, values in (
        ("cell id", [cell.get("id") for cell in nb.cells]),
        ("grade_id", [_details(cell).get("grade_id") for cell in nb.cells if _details(cell)]),
    ):
        for value, times in Counter(values).items():
            if not value:
                yield f"a cell has no {what}"
            elif times > 1:
                yield f"{times} cells have the {what} {value!r}"
    seen: set[str] = set()
    checks = {_grade_id(cell) for cell in nb.cells if _is_check(cell)}
    for cell in nb.cells:
        name, details = _grade_id(cell), _details(cell)
        if details.get("solution"):
            seen.add(name)
            if not details.get("grade") and name + CHECK not in checks:
                yield f"`{name}` has no check: add a grade cell `{name + CHECK}` after it"
        elif _is_check(cell) and name.removesuffix(CHECK) not in seen:
            yield f"`{name}` stands before the answer that it checks, or there is none"


def _cell(cell: NotebookNode, number: int) -> Iterator[str]:
    details, name = _details(cell), _grade_id(cell)
    where = f"`{name}`" if name else f"cell {number}"
    if cell.cell_type == "code":
        if cell.outputs or cell.execution_count is not None:
            yield f"{where} has outputs: clear them"
        if not any(details.get(kind) for kind in ("solution", "grade", "locked")):
            yield f"{where} is code that nbgrader does not know: make it read-only"
    if details:
        if not _NAME.fullmatch(name):
            yield f"{where}: a grade_id is small letters, digits, _ and -, and begins with a letter"
        points = details.get("points")
        positive = isinstance(points, int | float) and not isinstance(points, bool) and points > 0
        if (details.get("grade") or details.get("task")) and not positive:
            yield f"{where} needs points, more than 0"
    yield from _marks(cell, where, BEGIN_SOLUTION, END_SOLUTION, bool(details.get("solution")))
    yield from _marks(cell, where, BEGIN_HIDDEN, END_HIDDEN, _is_check(cell))
    if _is_check(cell):
        yield from _check(cell, name)
    elif details.get("solution") and not details.get("grade") and BEGIN_SOLUTION not in cell.source:
        yield f"{where} has no ### {BEGIN_SOLUTION}: nothing would stay for the student"


def _check(cell: NotebookNode, name: str) -> Iterator[str]:
    task = name.removesuffix(CHECK)
    if not name.endswith(CHECK):
        yield f"`{name}` is a check, so its grade_id has to end in {CHECK}"
    first, _, body = str(cell.source).partition("\n")
    begin = ["%%check", task]
    if first.split() not in (begin, [*begin, OPTION]):
        yield f"`{name}` has to begin with: %%check {task}"
    try:
        tree = ast.parse(body)
    except SyntaxError as error:
        yield f"`{name}`: line {(error.lineno or 0) + 1}: {error.msg}"
        return
    names = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
    if "expect" not in names:
        yield f"`{name}` expects nothing, so nobody could earn its points"


def _marks(cell: NotebookNode, where: str, begin: str, end: str, allowed: bool) -> Iterator[str]:
    inside = found = False
    for line in str(cell.source).split("\n"):
        if begin in line:
            if inside:
                yield f"{where}: a second ### {begin} before the ### {end}"
            inside = found = True
        elif end in line:
            if not inside:
                yield f"{where}: ### {end} without ### {begin}"
            inside = False
    if inside:
        yield f"{where}: ### {begin} without ### {end}"
    if found and not allowed:
        yield f"{where} must not have ### {begin}"


def _is_check(cell: NotebookNode) -> bool:
    details = _details(cell)
    return bool(cell.cell_type == "code" and details.get("grade") and not details.get("solution"))


def _details(cell: NotebookNode) -> dict[str, Any]:
    details = cell.metadata.get("nbgrader")
    return details if isinstance(details, dict) else {}


def _grade_id(cell: NotebookNode) -> str:
    return str(_details(cell).get("grade_id") or "")
