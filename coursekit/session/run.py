"""What a magic and a program need to know of the cell that is being run."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from coursekit.session.coalesce import Coalescer
from coursekit.session.outputs import Output

if TYPE_CHECKING:
    from coursekit.bench import Bench
    from coursekit.session.session import Session


class UsageError(Exception):
    """A %-command that cannot be carried out; the message says how it is meant."""


@dataclass
class CellRun:
    """One run of one cell.

    stimuli: called with the bench and the start, in microseconds of board time, when the program
    is about to start.
    afterwards: called when the program has ended, however it did.
    """

    session: Session
    outputs: Coalescer
    stimuli: list[Callable[[Bench, int], None]] = field(default_factory=list)
    afterwards: list[Callable[[], None]] = field(default_factory=list)
    has_code: bool = False

    def write(self, text: str) -> None:
        """Print text for the person."""
        self.outputs.write(text)

    def emit(self, output: Output) -> None:
        """Show something, after all that was printed before."""
        self.outputs.emit(output)
