"""%sync: a folder on the board becomes the same as one of the computer."""

from __future__ import annotations

from pathlib import Path

from coursekit.boards import tree
from coursekit.session import library
from coursekit.session.carrying import (
    carry,
    contents,
    done_words,
    existing,
    there,
    trouble_of_files,
)
from coursekit.session.magics.arguments import ArgumentParser, parse
from coursekit.session.magics.registry import line_magic
from coursekit.session.run import CellRun, UsageError
from coursekit.session.words import amount, counted

_KEPT = {"boot.py", "webrepl_cfg.py", "lib", "flash", "sd", "rom", "remote"}
"""What `--delete` leaves alone when all of the board is synced: others have put it there."""


_parser = ArgumentParser(
    "%sync", usage="%%sync FOLDER [TARGET] [--delete] [--dry-run] [--exclude PATTERN]"
)
_parser.add_argument("folder", metavar="FOLDER")
_parser.add_argument("target", nargs="?", metavar="TARGET")
_parser.add_argument("--delete", action="store_true")
_parser.add_argument("--dry-run", action="store_true")
_parser.add_argument("--exclude", action="append", default=[], metavar="PATTERN")


@line_magic("sync")
def sync(arguments: str, run: CellRun) -> None:
    """Makes a folder on the board the same as one of the computer; only what differs travels.

    %sync lib                     /lib on the board
    %sync lib /app                the content of lib into /app
    %sync . /                     all that lies beside the notebook
    %sync device_lib              the course's modules into /lib, from any of its notebooks
    %sync lib --delete            also deletes what is only on the board
    %sync lib --dry-run           says what it would do, and does nothing
    %sync lib --exclude "*.md"    without such files; may stand there more than once

    The board computes hashes of its files, so nothing is carried that is there already.
    __pycache__, .git and .ipynb_checkpoints are always left out, and when FOLDER is the notebook's
    own, so are notebooks and diagram.json. What is left out is not deleted either, nor are, with
    the target /, boot.py, webrepl_cfg.py, /lib and memory cards, unless the folder has something
    for them.
    """
    options = parse(_parser, arguments)
    folder = _named(options.folder, run)
    if not folder.is_dir():
        raise UsageError(f"{options.folder} is a file: %upload {options.folder} copies it.")
    own = folder == run.session.folder.resolve() or folder == run.session.folder
    usual = "" if own else library.TARGET.strip("/") if folder.name == library.NAME else folder.name
    left_out = list(options.exclude)
    if own:
        left_out += ["*.ipynb", "diagram.json"]
    elif folder.name == library.NAME:
        left_out += ["*.md"]
    local = contents(folder, run, left_out)
    board = run.session.open_board(run)
    target = there(options.target or usual, board)
    with trouble_of_files():
        plan = tree.compare(board, local, target, left_out, delete=options.delete)
        if target in ("/", there("", board)):
            kept = _KEPT - {_top(path) for path in local}
            below = len(target.rstrip("/")) + 1
            plan.deleted = [e for e in plan.deleted if _top(e.path[below:]) not in kept]
        if options.dry_run:
            run.write(_planned(plan))
        else:
            carry(board, plan, options.folder, run)
    deleted = sum(not entry.is_dir for entry in plan.deleted)
    also = f"; {counted(deleted, 'file')} deleted" if plan.deleted and not options.dry_run else ""
    start = "Nothing done. It would be to" if options.dry_run else "To"
    run.write(f"{start} {target}: {done_words(plan)}{also}.\n")


def _named(text: str, run: CellRun) -> Path:
    """The folder that is meant. Raises `UsageError`."""
    if text.rstrip("/\\") == library.NAME:
        here = run.session.folder.resolve()
        for above in (here, *here.parents, library.COURSE):
            if (above / library.NAME).is_dir():
                return above / library.NAME
    return existing(text, run)


def _top(path: str) -> str:
    return path.partition("/")[0]


def _planned(plan: tree.Plan) -> str:
    lines = [f"new      {c.path}  {amount(len(c.data))}\n" for c in plan.new]
    lines += [f"changed  {c.path}  {amount(len(c.data))}\n" for c in plan.changed]
    lines += [f"delete   {e.path}{'/' if e.is_dir else ''}\n" for e in plan.deleted]
    return "".join(lines)
