"""%mpy and %%mpy: a program as a .mpy file for the connected board."""

from __future__ import annotations

import re

from coursekit.boards import Board, tree
from coursekit.boards.mpy import MpyFormat, compile_mpy
from coursekit.session.carrying import content, existing, here, keep, there, trouble_of_files
from coursekit.session.magics.arguments import ArgumentParser, parse
from coursekit.session.magics.registry import cell_magic, line_magic
from coursekit.session.run import CellRun, UsageError
from coursekit.session.words import amount

_NAME = re.compile(r"[^\W\d]\w*")
_parser = ArgumentParser("%mpy", usage="%%mpy FILE.py [-o OUT]")
_parser.add_argument("file", metavar="FILE.py")
_parser.add_argument("-o", dest="out", metavar="OUT")


@line_magic("mpy")
def mpy(arguments: str, run: CellRun) -> None:
    """Compiles a file for the connected board: it loads faster and needs less of the heap.

    %mpy square.py             makes square.mpy beside it
    %mpy square.py -o out/     makes out/square.mpy

    The result fits the board's firmware and its processor, also for @native and @viper functions.
    %upload puts it on the board. A .py file of the same name there would be imported instead.
    """
    options = parse(_parser, arguments)
    path = existing(options.file, run)
    source = content(path)
    out = here(options.out, run) if options.out else path.with_suffix(".mpy")
    if options.out and (options.out[-1] in "/\\" or out.is_dir()):
        out = out / path.with_suffix(".mpy").name
    if out == path:
        raise UsageError(f"The result would take the place of {options.file}: give another -o.")
    with trouble_of_files():
        format = MpyFormat.of(run.session.open_board(run))
        data = compile_mpy(source, path.name, format)
    keep(out, data, make_folder=True)
    run.write(f"{out}: {_sizes(source, data)} ({format})\n")


@cell_magic("mpy")
def mpy_cell(arguments: str, code: str, run: CellRun) -> None:
    """Compiles the cell for the connected board.

    %%mpy            says how large the result is
    %%mpy shapes     puts it on the board as shapes.mpy: `import shapes` takes it
    """
    name = arguments.strip().removesuffix(".mpy")
    if name and not _NAME.fullmatch(name):
        raise UsageError(f"{name} is no name of a module. Write it like this: %%mpy shapes")
    lines = code.split("\n")
    source = "\n".join(lines[:-1] if not lines[-1] else lines) + "\n"
    if not source.strip():
        raise UsageError("There is nothing to compile: the program stands below %%mpy.")
    board = run.session.open_board(run)
    with trouble_of_files():
        format = MpyFormat.of(board)
        data = compile_mpy(source.encode(), f"{name or 'cell'}.py", format)
        place = _put(board, name, data) if name else "cell"
    run.write(f"{place}: {_sizes(source.lstrip().encode(), data)} ({format})\n")


def _put(board: Board, name: str, data: bytes) -> str:
    """Put a module where it is found, and have the next import take it."""
    path = there(f"{name}.mpy", board)
    for other in (there(f"{name}.py", board), there(name, board)):
        if tree.kind(board, other):
            raise UsageError(
                f"{other} is on the board and would be imported instead of {path}. "
                "Choose another name, or remove it."
            )
    board.put(path, data)
    board.eval(f"__import__('sys').modules.pop({name!r}, None) and None")
    return path


def _sizes(source: bytes, data: bytes) -> str:
    return f"{amount(len(data))}, source {amount(len(source))}"
