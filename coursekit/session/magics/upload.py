"""%upload: files and folders of the computer onto the board."""

from __future__ import annotations

from pathlib import Path

from coursekit.boards import Board, tree
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
from coursekit.session.words import listed

_parser = ArgumentParser("%upload", usage="%%upload FILE... [TARGET]")
_parser.add_argument("paths", nargs="+", metavar="FILE")


@line_magic("upload")
def upload(arguments: str, run: CellRun) -> None:
    """Copies files and folders of the computer onto the board.

    %upload greeting.py                  to /greeting.py (on a pyboard /flash/greeting.py)
    %upload greeting.py square.py /lib   into the folder /lib, which is made if need be
    %upload greeting.py /hello.py        under another name
    %upload lib                          the folder with all that is in it, to /lib
    %upload lib /app                     its content into /app
    %upload lib /app/                    the folder itself into /app: /app/lib

    A target begins with / (or :). Files that are the same on the board already stay as they are;
    what fails leaves the old content. __pycache__, .git and .ipynb_checkpoints are left out. Above
    a program it is done before the program runs. %sync also deletes.
    """
    paths = parse(_parser, arguments).paths
    target = paths.pop() if len(paths) > 1 and paths[-1][:1] in "/:" else ""
    sources = [existing(path, run) for path in paths]
    board = run.session.open_board(run)
    wanted: dict[str, bytes] = {}
    with trouble_of_files():
        for source in sources:
            name = "" if source == existing(".", run) else source.name
            place = _place(source, name, target, len(sources) > 1, board)
            if source.is_dir():
                files = contents(source, run)
                wanted.update({f"{place.rstrip('/')}/{path}": files[path] for path in files})
            else:
                wanted[place] = content(source)
        if not wanted:
            raise UsageError(f"There are no files in {paths[0]}.")
        plan = tree.compare(board, {path[1:]: data for path, data in wanted.items()}, "/")
    carry(board, plan, listed(paths), run)
    where = place if len(sources) == 1 else there(target, board)
    run.write(f"To {where}: {done_words(plan)}.\n")


def _place(source: Path, name: str, target: str, one_of_several: bool, board: Board) -> str:
    """Where on the board a file or a folder goes."""
    base = there(target, board)
    inside = f"{base.rstrip('/')}/{name}"
    if one_of_several or not target or target[-1] in "/\\":
        return inside
    if source.is_dir():
        return base
    last = base.rpartition("/")[2]
    if tree.kind(board, base) == "folder" or not ("." in last or last == name):
        return inside  # a target that is not there is a folder unless it looks like a file
    return base
