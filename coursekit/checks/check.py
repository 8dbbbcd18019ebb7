"""Runs the code of a check on the host, with a board on a bench, and gives the verdict.

The code is the instructor's and trusted; the board holds the student's program and is not.
"""

from __future__ import annotations

import traceback
from typing import TYPE_CHECKING, Any

from coursekit.boards.errors import BoardFault
from coursekit.checks.expect_buses import BusExpectation
from coursekit.checks.expect_displays import DisplayExpectation
from coursekit.checks.expect_memories import MemoryExpectation
from coursekit.checks.expect_parts import PartExpectation
from coursekit.checks.expect_values import ValueExpectation
from coursekit.checks.expectation import Ledger, hidden_lines
from coursekit.checks.stage import Stage
from coursekit.checks.stimuli import Stimuli
from coursekit.checks.subjects import pins_named
from coursekit.checks.vary import Vary
from coursekit.checks.verdict import Verdict
from coursekit.checks.words import sentence

if TYPE_CHECKING:
    from coursekit.boards.on_bench import BoardOnBench
    from coursekit.boards.virtual.limits import Limits


WHAT_NOW = "Was this cell changed? Then undo that; otherwise tell your instructor."


class Expect(
    ValueExpectation, PartExpectation, DisplayExpectation, BusExpectation, MemoryExpectation
):
    """What `expect` gives: a text may be a value, or the name of a channel."""


def run_check(code: str, task: str, board: BoardOnBench, limits: Limits | None = None) -> Verdict:
    """Carry out a check on a board that holds the student's program; never raises for either.

    code: the cell without or with its `%%check` line. limits: what each call may take; None takes
    the board's, and where it has none the usual ones. Raises BoardFault when the computer failed.
    KeyboardInterrupt passes through.
    """
    if code.lstrip().startswith("%%check"):
        first, _, rest = code.partition("%%check")
        code = f"{first}#{rest}"  # a comment, so that the lines keep their numbers
    filename = f"<check {task}>"
    stimuli = Stimuli()
    stage = Stage(board, stimuli, limits)
    bench = board.bench
    ledger = Ledger(filename, hidden_lines(code), stage, bench, pins_named(bench, code))
    names: dict[str, Any] = {
        "__name__": "__check__",
        "board": stage,
        "bench": bench,
        "expect": lambda subject: Expect(subject, ledger),
        "at": stimuli.at,
        "vary": Vary(task),
    }
    problem = ""
    try:
        exec(compile(code, filename, "exec"), names)
    except BoardFault:
        raise
    except (Exception, SystemExit) as error:
        problem = _problem(error, filename)
    finally:
        stimuli.clear(bench)
    if not problem and not ledger.findings:
        problem = f"The check itself failed: it expects nothing. {WHAT_NOW}"
    return Verdict(task, tuple(ledger.findings), problem)


def _problem(error: BaseException, filename: str) -> str:
    lines = [
        frame.lineno
        for frame in traceback.extract_tb(error.__traceback__)
        if frame.filename == filename
    ]
    line = error.lineno if isinstance(error, SyntaxError) else (lines or [None])[-1]
    where = f" in line {line}" if line else ""
    said = str(error.args[0] if isinstance(error, KeyError) and error.args else error)
    if isinstance(error, SyntaxError):
        said = error.msg  # without the place, which is told
    what = sentence(": ".join(filter(None, (type(error).__name__, said))))
    return f"The check itself failed{where}: {what} {WHAT_NOW}"
