"""%mip: MicroPython packages onto the board, by way of this computer."""

from __future__ import annotations

from coursekit.boards import Board, tree
from coursekit.boards.mip import INDEX, PackageError, Packages, Resolver
from coursekit.boards.mpy import format_number
from coursekit.boards.web import Web
from coursekit.session.carrying import carry, done_words, there, trouble_of_files
from coursekit.session.magics.arguments import ArgumentParser, parse
from coursekit.session.magics.registry import line_magic
from coursekit.session.run import CellRun, UsageError
from coursekit.session.words import listed

_parser = ArgumentParser(
    "%mip", usage="%%mip install NAME[@VERSION]... [--target /lib] [--index URL] [--no-mpy]"
)
_parser.add_argument("command", choices=["install"], metavar="install")
_parser.add_argument("names", nargs="+", metavar="NAME[@VERSION]")
_parser.add_argument("--target", metavar="FOLDER")
_parser.add_argument("--index", default=INDEX, metavar="URL")
_parser.add_argument("--no-mpy", action="store_true")


@line_magic("mip")
def mip(arguments: str, run: CellRun) -> None:
    """Installs MicroPython packages on the board, with all that they need.

    %mip install umqtt.simple            from micropython-lib, the packages of MicroPython
    %mip install aiohttp@0.0.5           this version
    %mip install github:org/repo         a package on GitHub; gitlab: and codeberg: likewise
    %mip install github:org/repo@v1.2    its branch or tag
    %mip install https://host/x.py       a single file
    %mip install mine/package.json       a package in a folder beside the notebook
    %mip install NAME --target /app/lib  into another folder than /lib
    %mip install NAME --no-mpy           sources instead of compiled files
    %mip install NAME --index URL        from another index

    This computer fetches the files, so the board needs no network. What is fetched is checked by
    its hash and kept for when there is no Internet. Nothing is written before all is there.
    """
    options = parse(_parser, arguments)
    board = run.session.open_board(run)
    folders = _folders(board)
    target = there(options.target, board) if options.target else _library(folders)
    web = Web(check=run.session.stop_if_interrupted)
    format = "py" if options.no_mpy else _format(board)
    resolver = Resolver(web, options.index, format, run.session.folder)
    try:
        for name in options.names:
            resolver.add(name)
    except PackageError as error:
        raise UsageError(str(error)) from None
    _install(board, target, resolver.found, options.names, run)
    if folders and target not in folders:
        run.write(f"To import it: import sys; sys.path.append({target!r})\n")
    if web.cached:
        run.write("The Internet was not reached: this is what was fetched before.\n")


def _install(board: Board, target: str, packages: Packages, names: list[str], run: CellRun) -> None:
    if not packages.files:
        raise UsageError(f"There are no files in {listed(names)}.")
    with trouble_of_files():
        plan = tree.compare(board, packages.files, target)
    carry(board, plan, listed(names), run)
    run.write(f"{listed(packages.named)} to {target}: {done_words(plan)}.\n")


def _folders(board: Board) -> list[str]:
    """From where the board imports."""
    path = board.eval("__import__('sys').path")
    return [str(folder) or "/" for folder in path] if isinstance(path, list) else []


def _library(folders: list[str]) -> str:
    """The one for libraries."""
    libraries = (f for f in folders if f.endswith("/lib") and not f.startswith("/rom"))
    return next(libraries, "/lib")


def _format(board: Board) -> str:
    """The version of the .mpy files that the board loads, or "py"."""
    number = format_number(board)
    return str(number & 0xFF) if number else "py"
