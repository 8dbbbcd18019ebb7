"""%download: files and folders of the board onto the computer."""

from __future__ import annotations

import hashlib
import sys
from pathlib import Path

from coursekit.boards import Board, tree
from coursekit.boards.transfer import each_step
from coursekit.session.carrying import (
    carried_words,
    carrying,
    content,
    here,
    keep,
    there,
    trouble_of_files,
)
from coursekit.session.magics.arguments import ArgumentParser, parse
from coursekit.session.magics.registry import line_magic
from coursekit.session.run import CellRun, UsageError
from coursekit.session.words import listed

_NOT_ON_WINDOWS = frozenset('<>:"|?*\\')
_NAMED_MAX = 5

_parser = ArgumentParser("%download", usage="%%download FILE|FOLDER [TARGET] [--force]")
_parser.add_argument("path", metavar="FILE|FOLDER")
_parser.add_argument("target", nargs="?", metavar="TARGET")
_parser.add_argument("--force", action="store_true")


@line_magic("download")
def download(arguments: str, run: CellRun) -> None:
    """Copies a file or a folder of the board onto the computer, beside the notebook.

    %download log.csv                the board's /log.csv
    %download log.csv data/          into the folder data, which is made if need be
    %download log.csv monday.csv     under another name
    %download /lib                   the folder with all that is in it
    %download /lib saved             its content into the folder saved
    %download log.csv --force        also when the computer has another log.csv

    Without --force nothing of the computer is overwritten; files that are the same already stay as
    they are.
    """
    options = parse(_parser, arguments)
    board = run.session.open_board(run)
    source = there(options.path, board)
    with trouble_of_files():
        wanted = _wanted(board, source, options.target, run)
        same, other = _compare(board, wanted)
    if other and not options.force:
        names = [str(path) for path in other[:_NAMED_MAX]]
        more = [f"{len(other) - _NAMED_MAX} more"] if len(other) > _NAMED_MAX else []
        raise UsageError(
            f"The computer has other content in {listed(names + more)}. Nothing was changed. "
            "Add --force to overwrite it, or give another target."
        )
    todo = {entry: path for entry, path in wanted.items() if path not in same}
    size = sum(entry.size for entry in todo)
    with trouble_of_files(), carrying(run, options.path, size) as bar:
        for entry, path in todo.items():
            run.session.stop_if_interrupted()
            keep(path, board.get(entry.path, each_step(bar.advance)), make_folder=True)
    place = str(next(iter(wanted.values()))) if len(wanted) == 1 else _folder(options, source, run)
    run.write(f"To {place}: {carried_words(len(todo), size, len(same))}.\n")


def _wanted(board: Board, source: str, target: str | None, run: CellRun) -> dict[tree.Entry, Path]:
    """The files to fetch, and where to."""
    there_is = tree.entry(board, source)
    if there_is is None:
        raise UsageError(f"There is no {source} on the board. %ls shows what there is.")
    name = source.rpartition("/")[2]
    if not there_is.is_dir:
        _check_name(name)
        into = target is not None and (target[-1:] in ("/", "\\") or here(target, run).is_dir())
        path = here(target or name, run) / (name if into else "")
        return {there_is: path}
    base = here(target or name or "board", run)
    found = {}
    for entry in tree.walk(board, source):
        inner = entry.path[len(source.rstrip("/")) + 1 :].split("/")
        for part in inner:
            _check_name(part)
        if not entry.is_dir:
            found[entry] = base.joinpath(*inner)
    if not found:
        raise UsageError(f"There are no files in {source}.")
    return found


def _folder(options: object, source: str, run: CellRun) -> str:
    target = getattr(options, "target", None)
    return str(here(target or source.rpartition("/")[2] or "board", run))


def _compare(board: Board, wanted: dict[tree.Entry, Path]) -> tuple[list[Path], list[Path]]:
    """Which files the computer has with the same content, and with another."""
    same: list[Path] = []
    other: list[Path] = []
    known = {e: content(path) for e, path in wanted.items() if path.is_file()}
    looked = tree.look(board, {entry.path: len(data) for entry, data in known.items()})
    for entry, path in wanted.items():
        if entry in known:
            equal = looked[entry.path] == hashlib.sha256(known[entry]).hexdigest()
            (same if equal else other).append(path)
        elif path.exists():
            raise UsageError(f"{path} is a folder on the computer: give another target.")
    return same, other


def _check_name(name: str) -> None:
    """A board's names may not lead anywhere else on the computer."""
    bad = not name or name in (".", "..") or "/" in name or "\\" in name or "\0" in name
    if bad or (sys.platform == "win32" and not _NOT_ON_WINDOWS.isdisjoint(name)):
        raise UsageError(f"{name!r} on the board cannot be the name of a file on this computer.")
