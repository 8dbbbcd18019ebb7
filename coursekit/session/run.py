"""What a magic and a program need to know of the cell that is being run."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from coursekit.session.coalesce import Coalescer
from coursekit.session.outputs import Output

if TYPE_CHECKING:
    from coursekit.session.session import Session
    from coursekit.session.stimuli import Stimulus


class UsageError(Exception):
    """A cell or %-command that cannot be carried out; the message says how it is meant."""


@dataclass
class CellRun:
    """One run of one cell.

    stimuli: what is done to the parts while the program runs.
    afterwards: called when the program has ended, however it did.
    """

    session: Session
    outputs: Coalescer
    stimuli: list[Stimulus] = field(default_factory=list)
    afterwards: list[Callable[[], None]] = field(default_factory=list)
    has_code: bool = False

    def write(self, text: str) -> None:
        """Print text for the person."""
        self.outputs.write(text)

    def emit(self, output: Output) -> None:
        """Show something, after all that was printed before."""
        self.outputs.emit(output)
