"""What a magic and a program need to know of the cell that is being run."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

from coursekit.boards.board import Ask
from coursekit.session.cells import has_code
from coursekit.session.coalesce import Coalescer
from coursekit.session.outputs import Output

if TYPE_CHECKING:
    from coursekit.checks import Verdict
    from coursekit.session.session import Session
    from coursekit.session.sources import FilePart
    from coursekit.session.stimuli import Stimulus


class UsageError(Exception):
    """A cell or %-command that cannot be carried out; the message says how it is meant."""


class CheckFailed(Exception):
    """A check found that a task is not solved. `lines`: what is said of it."""

    def __init__(self, message: str, lines: tuple[str, ...]) -> None:
        super().__init__(message)
        self.lines = lines


class OutputFilter(Protocol):
    """What a program prints goes through it, piece by piece, before it is shown."""

    def feed(self, text: str) -> str:
        """Take what was printed; returns what is to be shown now."""
        ...

    def finish(self) -> str:
        """The program has ended, however it did; returns what is still to be shown."""
        ...


@dataclass
class CellRun:
    """One run of one cell.

    code: the program below the %-commands, at its own lines. A command may take it away.
    line: of the %-command that is carried out, from 1.
    parts: what of it is the text of files.
    stimuli: what is done to the parts while the program runs.
    before: called when the board is open, just before the program.
    filters: what the program prints goes through these, in their order.
    afterwards: called when the program has ended, however it did.
    program_failed: whether it ended in an error; for `afterwards`.
    ask: asks the person for a line, None where nobody can answer.
    cell_id: which cell of the notebook it is, None where that is not known.
    trusted: whether the cell may run code on the computer.
    remembered: whether the session knows the cell's program, to run it again for a check.
    pictures: how many its commands have shown so far.
    verdict: what a check has found.
    """

    session: Session
    outputs: Coalescer
    code: str = ""
    line: int = 0
    parts: list[FilePart] = field(default_factory=list)
    stimuli: list[Stimulus] = field(default_factory=list)
    before: list[Callable[[], None]] = field(default_factory=list)
    filters: list[OutputFilter] = field(default_factory=list)
    afterwards: list[Callable[[], None]] = field(default_factory=list)
    program_failed: bool = False
    ask: Ask | None = None
    remembered: bool = False
    cell_id: str | None = None
    trusted: bool = True
    pictures: int = 0
    verdict: Verdict | None = None

    @property
    def has_code(self) -> bool:
        """Whether a program is to be run on the board."""
        return has_code(self.code)

    def end(self) -> None:
        """The program has ended, or there was none: do what waits for that."""
        for action in self.afterwards:
            action()

    def write(self, text: str) -> None:
        """Print text for the person."""
        self.outputs.write(text)

    def emit(self, output: Output) -> None:
        """Show something, after all that was printed before."""
        self.outputs.emit(output)
