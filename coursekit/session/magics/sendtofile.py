"""%sendtofile: a cell, a file or a folder of the computer becomes a file on the board."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

from coursekit.boards import Board, RemoteError, tree
from coursekit.session.carrying import (
    carry,
    content,
    contents,
    done_words,
    existing,
    there,
    trouble_of_files,
)
from coursekit.session.magics.arguments import ArgumentParser, parse
from coursekit.session.magics.registry import line_magic
from coursekit.session.run import CellRun, UsageError
from coursekit.session.texts import ended, text_below

_parser = ArgumentParser("%sendtofile", stock=True)
_parser.add_argument("--append", "-a", action="store_true")
_parser.add_argument("--mkdir", "-d", action="store_true")
_parser.add_argument("--binary", "-b", action="store_true")
_parser.add_argument("--execute", "-x", action="store_true")
_parser.add_argument("--source", metavar="FILE")
_parser.add_argument("--quiet", "-q", action="store_true")
_parser.add_argument("--QUIET", "-Q", action="store_true")
_parser.add_argument("target", nargs="?", metavar="TARGET")


@line_magic("sendtofile")
def sendtofile(arguments: str, run: CellRun) -> None:
    """Writes the text below it, or a file or folder of the computer, to the board.

    %sendtofile blinker.py                   the cell becomes this file, and is not run
    %sendtofile -x blinker.py                and is run, too
    %sendtofile -a log.txt                   adds the cell to the end of the file
    %sendtofile --source greeting.py         a file of the computer
    %sendtofile --source greeting.py /lib/   into the folder /lib
    %sendtofile --source lib                 a folder with all that is in it
    %sendtofile -q ...                       no bar; -Q: not a word

    Missing folders are made and bytes are kept as they are, so -d and -b change nothing. Of a
    folder's .py files those are left out that lie beside their .mpy. What is the same already is
    not sent again.
    """
    options = parse(_parser, arguments)
    if options.source is None:
        _send_cell(options, run)
        return
    if options.execute:
        raise UsageError("-x runs the text of a cell. For a file of the computer there is %run.")
    source = existing(options.source, run)
    target = options.target or source.name
    if target.endswith("/"):
        target += source.name
    if not source.is_dir():
        _send({"": content(source)}, target, options, run)
        return
    if options.append:
        raise UsageError("-a adds to one file, and the source is a folder.")
    files = {
        path: data
        for path, data in contents(source, run).items()
        if not (path.endswith(".py") and (source / Path(path)).with_suffix(".mpy").exists())
    }
    if not files:
        raise UsageError(f"There are no files in {options.source}.")
    _send(files, target, options, run)


def _send_cell(options: Namespace, run: CellRun) -> None:
    if not options.target:
        raise UsageError("Name the file on the board, for example: %sendtofile blinker.py")
    text = ended(text_below(run.code, run.line))
    if not options.execute:
        run.code = ""
    _send({"": text.encode()}, options.target, options, run)


def _send(files: dict[str, bytes], target: str, options: Namespace, run: CellRun) -> None:
    """Write files by their path in `target`; one with the path "" is `target` itself."""
    board = run.session.open_board(run)
    base = there(target, board)
    with trouble_of_files():
        if options.append:
            files = {path: _added(board, base, data) for path, data in files.items()}
        wanted = {f"{base}/{path}".rstrip("/")[1:]: data for path, data in files.items()}
        plan = tree.compare(board, wanted, "/")
    if options.quiet or options.QUIET:
        with trouble_of_files():
            tree.carry_out(board, plan, check=run.session.stop_if_interrupted)
    else:
        carry(board, plan, options.source or target, run)
    if not options.QUIET:
        run.write(f"To {base}: {done_words(plan)}.\n")


def _added(board: Board, path: str, data: bytes) -> bytes:
    """The file's content with `data` behind it, in lines of its own."""
    try:
        before = board.get(path)
    except RemoteError as error:
        if error.errno != 2:
            raise
        return data
    return before + (b"\n" if before and not before.endswith(b"\n") else b"") + data
