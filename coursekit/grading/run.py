"""Runs a rebuilt notebook in a session of this process and records what each check found.

Answers run on the virtual board only; nothing that they print or return decides a grade.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from nbformat import NotebookNode

from coursekit.boards.errors import BoardError, BoardFault
from coursekit.grading import record
from coursekit.grading.bundle import grade_ids
from coursekit.grading.interrupts import Interrupts
from coursekit.grading.outputs import NOTEBOOK_CHARS, PICTURE_CHARS, Collector
from coursekit.grading.record import Record

if TYPE_CHECKING:
    from coursekit.bench import Diagram
    from coursekit.boards.on_bench import BoardOnBench
    from coursekit.boards.virtual.limits import Limits
    from coursekit.session import CellResult, Session
    from coursekit.session.twin import OpenTwin

_CHECKS_CHARS = 20_000_000


_KNOWN_ERRORS = (
    "BoardError",
    "BoardLost",
    "BoardReset",
    "BoardTimeout",
    "DiagramError",
    "LimitReached",
    "UsageError",
)
"""How a check may end before it begins, by what an answer or a course does. All else is a fault."""


class InfrastructureFault(Exception):
    """The computer failed, not the submission: nothing may be scored, grade it again."""


def run_notebook(
    nb: NotebookNode,
    files: Mapping[str, bytes],
    limits: Limits | None = None,
    insist: bool = False,
    open_board: OpenTwin | None = None,
) -> dict[str, Record]:
    """Run the cells of `nb`, put their outputs into it, return a record for each grade cell.

    nb: rebuilt, so its metadata is the course's own. files: what lies beside it. limits: of each
    run on a board; None takes the usual ones. insist: run also where this computer cannot keep a
    program inside its board, cut off as far as that can be done.
    open_board: opens the boards that answers and checks run on; None for virtual ones, limited and
    cut off. Others nobody cuts off, so they take `insist` (ValueError).
    Raises InfrastructureFault; nothing for whatever the answers are.
    """
    from coursekit.boards.virtual.limits import Limits

    limits = limits if limits is not None else Limits()
    if not insist:
        if open_board is not None:
            raise ValueError("Boards of your own are not cut off from this computer: insist=True.")
        require_sandbox()
    try:
        with tempfile.TemporaryDirectory(prefix="coursekit-grading-") as name:
            folder = Path(name)
            _put(folder, files)
            return _run(nb, folder, open_board or _opener(limits, insist))
    except OSError as error:
        raise InfrastructureFault(f"The computer could not run the notebook: {error}") from error


def require_sandbox() -> None:
    """Raise InfrastructureFault where this computer cannot keep answers inside their board."""
    from coursekit.boards.virtual.sandbox import support

    if not support().complete:
        raise InfrastructureFault(
            f"This computer cannot keep a program inside its board ({support().missing}), so "
            "nothing was run. Grade on a Linux that can (coursekit doctor tells), or, when you "
            "trust all that was handed in: coursekit grade --insist, or "
            "c.RunNotebook.insist = True in nbgrader_config.py."
        )


def _put(folder: Path, files: Mapping[str, bytes]) -> None:
    for relative, data in files.items():
        path = folder / relative
        if not path.resolve().is_relative_to(folder.resolve()):
            raise ValueError(f"{relative} lies outside the assignment's folder.")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)


def _run(nb: NotebookNode, folder: Path, open_board: OpenTwin) -> dict[str, Record]:
    failures: list[BoardError] = []
    session = _session(folder, open_board, failures.append)
    answers = Collector(NOTEBOOK_CHARS)
    checks = Collector(_CHECKS_CHARS, PICTURE_CHARS)
    records: dict[str, Record] = {}
    names = {id(cell): grade_id for grade_id, cell in grade_ids(nb)}
    count = 0
    interrupts = Interrupts()
    try:
        for index, cell in enumerate(nb.cells):
            if cell.cell_type != "code" or not cell.source.strip():
                continue
            details = cell.metadata.get("nbgrader") or {}
            answer = bool(details.get("solution"))
            collector = answers if answer else checks
            collector.begin()
            count += 1
            result = session.run(
                str(cell.source),
                collector.take,
                cell_id=str(cell.get("id", f"cell-{index}")),
                trusted=not answer,
            )
            interrupts.stop_if_any()
            _raise_fault(failures)
            cell.outputs, cell.execution_count = collector.outputs, count
            for output in cell.outputs:
                if output.output_type == "execute_result":
                    output.execution_count = count
            if details.get("grade") and not answer:
                grade_id = names[id(cell)]
                points = float(details["points"])
                records[grade_id] = _record(grade_id, points, str(cell.source), result)
    finally:
        interrupts.close()
        session.close()
    return records


def _session(folder: Path, opener: OpenTwin, on_failure: Callable[[BoardError], None]) -> Session:
    from coursekit.session import Session

    def open_board(diagram: Diagram | None, flash: bytes | None = None) -> BoardOnBench:
        try:
            return opener(diagram, flash)
        except BoardError as error:  # no program has run on it yet
            on_failure(BoardFault(str(error)))
            raise

    def connect(
        target: str | None, diagram: Diagram | None, runtime: str | None = None
    ) -> BoardOnBench:
        return open_board(diagram)

    session = Session(connect, folder, open_twin=open_board)
    session.on_failure = on_failure
    return session


def _opener(limits: Limits, insist: bool) -> OpenTwin:
    """Opens virtual boards that share what a notebook may take."""
    from coursekit.boards.virtual import VirtualBoard
    from coursekit.boards.virtual.limits import Budget
    from coursekit.boards.virtual.sandbox import Sandbox

    sandbox = Sandbox.TRY if insist else Sandbox.REQUIRE
    budget = Budget(limits.notebook_s)

    def open_board(diagram: Diagram | None, flash: bytes | None = None) -> VirtualBoard:
        return VirtualBoard(
            diagram,
            fast_forward=True,
            limits=limits,
            budget=budget,
            sandbox=sandbox,
            flash=flash,
        )

    return open_board


def _raise_fault(failures: list[BoardError]) -> None:
    for failure in failures:
        if isinstance(failure, BoardFault):
            raise InfrastructureFault(str(failure)) from failure
    failures.clear()


def _record(grade_id: str, max_points: float, source: str, result: CellResult) -> Record:
    if result.verdict is not None:
        return record.from_verdict(grade_id, max_points, result.verdict)
    if not source.lstrip().startswith("%%check"):
        reason = "The cell is no %%check, so nothing could be seen that earns points."
        return record.nothing(grade_id, max_points, reason)
    if result.error is None:
        raise InfrastructureFault(f"The check {grade_id} ended without a verdict.")
    reason = f"The check could not be run: {result.error.name}: {result.error.message}"
    if result.error.name not in _KNOWN_ERRORS:
        raise InfrastructureFault(f"{grade_id}: {reason}")
    return record.nothing(grade_id, max_points, reason)
