"""%fetchfile: a file of the board, onto the computer, into the outputs or into the cell."""

from __future__ import annotations

from coursekit.boards import Board, tree
from coursekit.boards.transfer import each_step
from coursekit.session.carrying import carrying, here, keep, there, trouble_of_files
from coursekit.session.filters import Filtered
from coursekit.session.magics.arguments import ArgumentParser, parse
from coursekit.session.magics.registry import line_magic
from coursekit.session.outputs import NextInput
from coursekit.session.run import CellRun, UsageError
from coursekit.session.words import amount

_parser = ArgumentParser("%fetchfile", stock=True)
_parser.add_argument("--binary", "-b", action="store_true")
_parser.add_argument("--print", "-p", action="store_true")
_parser.add_argument("--load", "-l", action="store_true")
_parser.add_argument("--quiet", "-q", action="store_true")
_parser.add_argument("--QUIET", "-Q", action="store_true")
_parser.add_argument("source", metavar="FILE")
_parser.add_argument("target", nargs="?", metavar="TARGET")


@line_magic("fetchfile")
def fetchfile(arguments: str, run: CellRun) -> None:
    """Fetches a file of the board: to the computer, to look at, or into the cell.

    %fetchfile log.csv             to log.csv beside the notebook; what is there is replaced
    %fetchfile log.csv copy.csv    under another name
    %fetchfile -p log.csv          prints it
    %fetchfile -l blinker.py       makes it the text of this cell
    %fetchfile -q ...              no bar and no word about it; -Q is the same

    Bytes are kept as they are, so -b changes nothing. %download takes folders, and replaces
    nothing unasked.
    """
    options = parse(_parser, arguments)
    quiet = options.quiet or options.QUIET
    board = run.session.open_board(run)
    path = there(options.source, board)
    data = _fetched(board, path, options.source, quiet, run)
    text = data.decode("utf-8", "replace").replace("\r\n", "\n")
    if options.print:
        Filtered(run, None).write(text)
    if options.target or not (options.print or options.load):
        _save(data, options.target or path.rpartition("/")[2], quiet, run)
    if options.load:
        head = "" if quiet else f"#%fetchfile {arguments}\n\n"
        run.emit(NextInput(head + text, replace=True))


def _fetched(board: Board, path: str, name: str, quiet: bool, run: CellRun) -> bytes:
    with trouble_of_files():
        found = tree.entry(board, path)
        if found is None or found.is_dir:
            known = "a folder: %download fetches it" if found else "not there. %ls shows what is"
            raise UsageError(f"On the board, {name} is {known}.")
        with carrying(run, name, 0 if quiet else found.size) as bar:
            return board.get(path, each_step(bar.advance))


def _save(data: bytes, target: str, quiet: bool, run: CellRun) -> None:
    path = here(target, run)
    keep(path, data)
    if not quiet:
        run.write(f"To {path}: {amount(len(data))}.\n")
