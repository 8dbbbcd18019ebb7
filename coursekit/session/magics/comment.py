"""%comment: a word in the outputs."""

from __future__ import annotations

from coursekit.session.magics.registry import line_magic
from coursekit.session.run import CellRun


@line_magic("comment")
def comment(arguments: str, run: CellRun) -> None:
    """Prints a text, to tell one run from another in the outputs.

    %comment with the long wire
    """
    run.write(arguments + "\n")
