"""%%writefile: the text of a cell becomes a file on the computer."""

from __future__ import annotations

from coursekit.session.carrying import here, writing
from coursekit.session.cells import split_cell
from coursekit.session.magics.arguments import ArgumentParser, parse
from coursekit.session.magics.registry import cell_magic
from coursekit.session.outputs import Result
from coursekit.session.run import CellRun
from coursekit.session.texts import ended, text_below

_parser = ArgumentParser("%%writefile", stock=True)
_parser.add_argument("--append", "-a", action="store_true")
_parser.add_argument("--execute", "-x", action="store_true")
_parser.add_argument("file", metavar="FILE")


@cell_magic("writefile")
def writefile(arguments: str, code: str, run: CellRun) -> Result | None:
    """Writes the cell to a file on the computer, beside the notebook.

    %%writefile blinker.py       replaces the file
    %%writefile -a blinker.py    adds to its end
    %%writefile -x blinker.py    runs the cell on the board, too

    To put a file onto the board: %sendtofile, or %upload.
    """
    options = parse(_parser, arguments)
    path = here(options.file, run)
    text = ended(text_below(code, run.line))
    with writing(path):
        before = path.read_bytes() if options.append and path.exists() else b""
        with path.open("ab" if options.append else "wb") as file:
            file.write((b"\n" if before and not before.endswith(b"\n") else b"") + text.encode())
    run.write(f"{'Added to' if options.append else 'Written to'} {path}.\n")
    return run.session.run_cell(split_cell(code), run) if options.execute else None
