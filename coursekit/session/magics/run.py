"""%run: a program of the computer runs on the board."""

from __future__ import annotations

from coursekit.session.carrying import content, existing
from coursekit.session.magics.arguments import ArgumentParser, parse
from coursekit.session.magics.registry import line_magic
from coursekit.session.run import CellRun, UsageError
from coursekit.session.sources import FilePart

_parser = ArgumentParser("%run", usage="%%run FILE.py")
_parser.add_argument("file", metavar="FILE.py")


@line_magic("run")
def run(arguments: str, run: CellRun) -> None:
    """Runs a Python file of the computer on the board, as if its text stood in the cell.

    %run greeting.py      then the cell's own program, if there is one

    Nothing is written to the board's flash. The names that the file defines are there for the cells
    that follow, and errors name the file and its lines. `__name__` is "__main__". What it imports
    has to be on the board: %upload puts it there.
    """
    name = parse(_parser, arguments).file
    path = existing(name, run)
    if path.is_dir():
        raise UsageError(f"{name} is a folder. %upload {name} puts it on the board.")
    try:
        text = content(path).decode("utf-8-sig")
    except UnicodeDecodeError:
        raise UsageError(f"{name} is no text in UTF-8, so it is no Python program.") from None
    lines = text.replace("\r\n", "\n").rstrip("\n").split("\n")
    program = run.code.split("\n")
    # Below the lines where the commands were, and below what other files have put there.
    first = _blank(program) if not run.parts else run.parts[-1].first + run.parts[-1].lines - 1
    last = "" if run.has_code else "pass\n"  # the file's last value is not the cell's
    run.code = "\n".join([*program[:first], *lines, *program[first:]]) + "\n" + last
    run.parts.append(FilePart(name, first + 1, len(lines)))


def _blank(program: list[str]) -> int:
    """How many lines are empty at the start of a program."""
    return next((n for n, line in enumerate(program) if line.strip()), len(program))
