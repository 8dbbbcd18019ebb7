"""What a magic and a program need to know of the cell that is being run."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from coursekit.session.coalesce import Coalescer
from coursekit.session.outputs import Output

if TYPE_CHECKING:
    from coursekit.checks import Verdict
    from coursekit.session.session import Session
    from coursekit.session.stimuli import Stimulus


class UsageError(Exception):
    """A cell or %-command that cannot be carried out; the message says how it is meant."""


class CheckFailed(Exception):
    """A check found that a task is not solved. `lines`: what is said of it."""

    def __init__(self, message: str, lines: tuple[str, ...]) -> None:
        super().__init__(message)
        self.lines = lines


@dataclass
class CellRun:
    """One run of one cell.

    stimuli: what is done to the parts while the program runs.
    afterwards: called when the program has ended, however it did.
    cell_id: which cell of the notebook it is, None where that is not known.
    trusted: whether the cell may run code on the computer.
    remembered: whether the session knows the cell's program, to run it again for a check.
    pictures: how many its commands have shown so far.
    verdict: what a check has found.
    """

    session: Session
    outputs: Coalescer
    stimuli: list[Stimulus] = field(default_factory=list)
    afterwards: list[Callable[[], None]] = field(default_factory=list)
    has_code: bool = False
    remembered: bool = False
    cell_id: str | None = None
    trusted: bool = True
    pictures: int = 0
    verdict: Verdict | None = None

    def write(self, text: str) -> None:
        """Print text for the person."""
        self.outputs.write(text)

    def emit(self, output: Output) -> None:
        """Show something, after all that was printed before."""
        self.outputs.emit(output)
