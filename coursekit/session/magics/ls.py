"""%ls: what is on the board."""

from __future__ import annotations

from coursekit.boards import Board, RemoteError, tree
from coursekit.session.carrying import there, trouble_of_files
from coursekit.session.magics.arguments import ArgumentParser, parse
from coursekit.session.magics.registry import line_magic
from coursekit.session.run import CellRun, UsageError
from coursekit.session.words import amount, counted

_parser = ArgumentParser("%ls", stock=True)
_parser.add_argument("--recurse", "-r", action="store_true")
_parser.add_argument("folder", nargs="?", default="", metavar="FOLDER")


@line_magic("ls")
def ls(arguments: str, run: CellRun) -> None:
    """Lists the files on the board, with their sizes in bytes.

    %ls           the board's working folder
    %ls /lib      another one
    %ls -r        with what is in its folders
    """
    options = parse(_parser, arguments)
    board = run.session.open_board(run)
    base = there(options.folder, board)
    with trouble_of_files():
        if tree.kind(board, base) != "folder":
            raise UsageError(f"There is no folder {options.folder} on the board.")
        if options.recurse:
            start = len(base.rstrip("/")) + 1
            found = [(e.path[start:], e.is_dir, e.size) for e in tree.walk(board, base)]
        else:
            found = [(e.name, e.is_dir, e.size) for e in board.listdir(base)]
    for name, is_dir, size in found:
        run.write(f"{'' if is_dir else size:>9}    {name}{'/' if is_dir else ''}\n")
    sizes = [size for _, is_dir, size in found if not is_dir]
    run.write(f"{base}: {counted(len(sizes), 'file')}, {amount(sum(sizes))}{_free(board, base)}.\n")


def _free(board: Board, path: str) -> str:
    """How much room is left, where the board can tell."""
    try:
        free = board.eval(f"(lambda s: s[0] * s[3])(__import__('os').statvfs({path!r}))")
    except RemoteError:
        return ""
    return f"; {amount(free)} free" if isinstance(free, int) else ""
