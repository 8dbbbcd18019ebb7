"""%mpy-cross: compiles a program of the computer to an .mpy file beside it."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from coursekit.boards.mpy import MpyFormat, compile_mpy
from coursekit.session.carrying import content, existing, keep
from coursekit.session.magics.arguments import ArgumentParser, parse
from coursekit.session.magics.registry import line_magic
from coursekit.session.run import CellRun, UsageError

if TYPE_CHECKING:
    from coursekit.session.session import Session

_ANY = MpyFormat(6)
"""What all boards since MicroPython 1.19 load."""
_TIMEOUT_S = 60.0
_chosen: WeakKeyDictionary[Session, str] = WeakKeyDictionary()
"""Compilers that the person has named."""

_parser = ArgumentParser("%mpy-cross", stock=True)
_parser.add_argument("--set-exe", metavar="PROGRAM")
_parser.add_argument("file", nargs="?", metavar="FILE.py")


@line_magic("mpy-cross")
def mpy_cross(arguments: str, run: CellRun) -> None:
    """Compiles a program on the computer to an .mpy file beside it, which boards load faster.

    %mpy-cross square.py                      makes square.mpy for the connected board
    %mpy-cross --set-exe ~/bin/mpy-cross      from now on with this mpy-cross

    Without a connected board (%disconnect) the file has no native code and suits all boards.
    %upload square.mpy puts it onto the board.
    """
    options = parse(_parser, arguments)
    session = run.session
    if options.set_exe:
        program = os.path.expanduser(options.set_exe)
        if not os.access(program, os.X_OK):
            raise UsageError(f"{options.set_exe} is no program that can be run.")
        _chosen[session] = program
    elif not options.file:
        raise UsageError("Name a program, for example: %mpy-cross square.py")
    if not options.file:
        run.write(f"%mpy-cross uses {_chosen[session]}.\n")
        return
    source = existing(options.file, run)
    if source.suffix != ".py":
        raise UsageError(f"{options.file} is no .py file.")
    target = source.with_suffix(".mpy")
    wanted = _ANY if session.current.released else MpyFormat.of(session.open_board(run))
    if session in _chosen:
        _compile_by(_chosen[session], source, target, wanted)
    else:
        keep(target, compile_mpy(content(source), source.name, wanted))
    run.write(f"{target}: {target.stat().st_size} bytes, for {wanted}.\n")


def _compile_by(program: str, source: Path, target: Path, wanted: MpyFormat) -> None:
    march = [f"-march={wanted.architecture}"] if wanted.architecture else []
    try:
        ended = subprocess.run(
            [program, *march, "-s", source.name, "-o", str(target), str(source)],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=_TIMEOUT_S,
            encoding="utf-8",
            errors="replace",
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise UsageError(f"{program} could not be run: {error}") from None
    if ended.returncode:
        raise UsageError(f"{program} says: {(ended.stderr or ended.stdout).strip()}")
