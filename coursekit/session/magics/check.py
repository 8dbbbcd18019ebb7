"""%%check: whether a task is solved."""

from __future__ import annotations

import os
from dataclasses import replace
from typing import TYPE_CHECKING

from coursekit.session.library import OPTION
from coursekit.session.magics.registry import cell_magic
from coursekit.session.outputs import Display, Result
from coursekit.session.pictures import figure_bundle
from coursekit.session.run import CellRun, CheckFailed, UsageError
from coursekit.session.twin import twin_of

if TYPE_CHECKING:
    from coursekit.checks import Verdict

_VALIDATING = "NBGRADER_VALIDATING"
"""Set by nbgrader's Validate, which shows a cell's error and nothing else of its outputs."""


NO_DIAGRAM = (
    "There is no diagram.json beside this notebook, so the check finds no parts. Put the one that "
    "came with the notebook there, and run the check again."
)


@cell_magic("check")
def check(arguments: str, code: str, run: CellRun) -> Result | None:
    """Checks a task: calls what the cells above have defined, and says what it saw.

        %%check blink
        board.call("blink", 3, 200)
        expect(bench.led1).pulses(3, on_ms=200, off_ms=200)

    It runs on a fresh virtual board on which the notebook's cells so far are run again first, and
    whose sleeps take no time. The board that is plugged in is not used. With --library, as in
    %%check blink --library, that board has the course's device_lib. docs/checks.md tells how to
    write one.
    """
    from coursekit.checks import report, run_check

    task, _, option = arguments.strip().partition(" ")
    if not task or option.strip() not in ("", OPTION):
        raise UsageError(f"Name the task, for example: %%check blink, or %%check blink {OPTION}")
    if run.session.board is not None and run.session.board.kind != "virtual":
        run.write("Checked on a virtual board, on which this notebook's cells are run again.\n")
    twin = twin_of(run.session, run.session.open_twin, library=bool(option))
    with twin as board, run.session.host.interruptible():
        run.session.stop_if_interrupted()
        verdict = run_check(code, task, board)
    if verdict.problem and run.session.diagram() is None:
        verdict = replace(verdict, problem=NO_DIAGRAM)
    run.verdict = verdict
    shown = report(verdict)
    run.emit(Display({"text/html": shown.html, "text/plain": shown.plain}))
    for figure, alt in shown.pictures:
        run.emit(Display(*figure_bundle(figure, plain=alt)))
    if not verdict.passed:
        raise _failed(verdict)
    return None


def _failed(verdict: Verdict) -> CheckFailed:
    from coursekit.checks.report import line

    unmet = [line(finding) for finding in verdict.findings if not finding.met]
    if verdict.problem and os.environ.get(_VALIDATING):
        summary = f"{verdict.task}: not carried out"  # it cuts a summary short, but no line
    elif verdict.problem:
        summary = f"{verdict.task}: {verdict.problem}"
    elif not verdict.total:
        summary = f"{verdict.task}: nothing was checked"
    else:
        summary = f"{verdict.task}: {len(unmet)} of {verdict.total} not as expected"
    lines = (verdict.problem,) if verdict.problem else tuple(unmet)
    return CheckFailed(summary, lines if os.environ.get(_VALIDATING) else ())
