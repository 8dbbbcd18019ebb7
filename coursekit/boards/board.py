"""A MicroPython board, whatever kind it is: run code, get values, move files.

All kinds share this class and differ only in the stream below it, so that a lesson or a check
need not know whether it runs on a plugged-in board or on the virtual one.
"""

from __future__ import annotations

import contextlib
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from coursekit.boards import files
from coursekit.boards.errors import BoardError, BoardNotFound, RemoteError
from coursekit.boards.files import FileInfo
from coursekit.boards.leaving import leave
from coursekit.boards.repl import RawRepl
from coursekit.boards.stream import ByteStream
from coursekit.boards.transfer import Progress
from coursekit.boards.values import parse_value

B = TypeVar("B", bound="Board")

__all__ = ["Ask", "Board", "BoardInfo", "FileInfo"]

Ask = Callable[[str, bool], str]
"""Asks the person for a line: (prompt, whether it is a password). Raises EOFError and
KeyboardInterrupt."""

_ABOUT = (
    "(lambda s: (s.platform, s.implementation[0], s.implementation[1],"
    " getattr(s.implementation, '_machine', ''), s.version))(__import__('sys'))"
)
_MACHINE = "__import__('os').uname().machine"
_RELEASE = re.compile(r"v?(\d+\.\d+(?:\.\d+)?(?:-preview)?)")


@dataclass(frozen=True)
class BoardInfo:
    """What a board says about itself.

    kind: "serial", "virtual" ...; name: of the board, e.g. `Raspberry Pi Pico W`; port: where it
    is; firmware: e.g. `MicroPython 1.26.1`; machine: board and chip, as MicroPython names them;
    platform: its `sys.platform`, e.g. `rp2`.
    """

    kind: str
    name: str
    port: str
    firmware: str
    machine: str
    platform: str

    def line(self) -> str:
        """All of it in one line, for people."""
        return ", ".join(
            filter(None, (self.machine, self.firmware, self.port and f"on {self.port}"))
        )


class Board:
    """A board behind `stream`.

    kind and port name it in messages (see `BoardInfo`). reopen: see the method. Constructing does
    not talk to the board; the first call does.
    """

    def __init__(
        self,
        stream: ByteStream,
        kind: str = "",
        port: str = "",
        reopen: Callable[[float], Board] | None = None,
    ) -> None:
        self.repl = RawRepl(stream)
        self.kind = kind
        self.port = port
        self._reopen = reopen
        self._info: BoardInfo | None = None

    @property
    def info(self) -> BoardInfo:
        """What the board says about itself; asked once, needs a board that runs nothing."""
        if self._info is None:
            self._info = self._read_info()
        return self._info

    def exec(
        self,
        code: str,
        on_output: Callable[[str], None] | None = None,
        timeout_s: float | None = None,
    ) -> None:
        """Run `code`, hand its output to `on_output` as it arrives, return when it has ended.

        Raises `RemoteError` for an exception of the program, `BoardTimeout` when it had to be
        interrupted after `timeout_s` seconds, `BoardReset`, `BoardLost`.
        """
        self.repl.exec(code, on_output, timeout_s)

    def eval(
        self,
        expression: str,
        timeout_s: float | None = 10.0,
        on_output: Callable[[str], None] | None = None,
    ) -> object:
        """The value of `expression` on the board, as the same Python type.

        What it prints goes to `on_output`, when it is done. Raises as `exec` does, and `BoardError`
        for a value that only exists on the board.
        """
        mark = self.repl.draw(8).hex()
        got: list[str] = []
        # Neither `print` nor `repr` by name: the program may have given them another meaning.
        # Its length too, as no serial line checks what it carries.
        code = (
            f"(lambda w, v: (w('{mark}%d ' % __import__('builtins').len(v)), w(v), w('{mark}')))"
            f"(__import__('sys').stdout.write, '%r' % ((\n{expression}\n),))"
        )
        try:
            self.repl.exec(code, got.append, timeout_s)
        except BaseException:
            printed = "".join(got).partition(mark)[0]
            if on_output is not None and printed:
                on_output(printed)
            raise
        parts = "".join(got).split(mark)
        if len(parts) != 3:
            raise BoardError(f"The board gave no value for {expression}. Try it again.")
        printed = parts[0] + parts[2]
        if on_output is not None and printed:
            on_output(printed)
        size, _, text = parts[1].partition(" ")
        if size not in (str(len(text)), str(len(text.encode()))):
            raise BoardError(
                f"What the board sent as the value of {expression} was damaged on the way. "
                "Try it again."
            )
        return parse_value(text)

    @property
    def can_return(self) -> bool:
        """Whether `reopen` can find this board again when it was lost."""
        return self._reopen is not None

    def reopen(self, patience_s: float) -> Board:
        """This board once more, after it was lost; waits `patience_s` seconds for it to come back.

        Raises `BoardNotFound` when it does not, and as opening a board does.
        """
        if self._reopen is None:
            raise BoardNotFound(f"The board on {self.port} cannot come back: open another one.")
        return self._reopen(patience_s)

    def type(self, data: bytes) -> None:
        """Give the running program `data` on its standard input. Only from its `on_output`."""
        self.repl.type(data)

    def is_there(self) -> bool:
        """Whether a board whose program waits is still there. Only from its `on_output`."""
        return self.repl.is_there()

    def interrupt(self) -> None:
        """Ctrl-C: the running program gets a KeyboardInterrupt. From any thread."""
        self.repl.interrupt()

    def soft_reset(self) -> None:
        """Restart MicroPython: variables and imports are gone, files stay."""
        self.repl.soft_reset()

    def put(self, path: str, data: bytes, progress: Progress | None = None) -> None:
        """Write `data` to the file `path`; until all is written, the old content stays.

        progress: called with the number of bytes that are on the board so far.
        """
        files.put(self, path, data, progress)

    def get(self, path: str, progress: Progress | None = None) -> bytes:
        """The content of the file `path`; `progress` as in `put`."""
        return files.get(self, path, progress)

    def listdir(self, path: str = "/") -> list[FileInfo]:
        """What is in the directory `path`, by name."""
        return files.listdir(self, path)

    def remove(self, path: str) -> None:
        """Delete the file `path`."""
        files.remove(self, path)

    def makedirs(self, path: str) -> None:
        """Make the directory `path`, and those above it that are missing."""
        files.makedirs(self, path)

    def close(self, reset: bool = True) -> None:
        """Let go of the board. From any thread, also while another one runs a program on it.

        A real one is stopped, restarted if `reset` (not over Wi-Fi, where that would cut it off),
        and left at its prompt; see `leaving`.
        """
        if self.kind in ("serial", "webrepl"):
            leave(self.repl, reset and self.kind == "serial")
        else:
            self.repl.close()

    def __enter__(self: B) -> B:
        return self

    def __exit__(self, *exc: object) -> None:
        self.close()

    def _read_info(self) -> BoardInfo:
        about = self.eval(_ABOUT)
        if not (isinstance(about, tuple) and len(about) == 5):
            raise BoardError(f"The board describes itself as {about!r}: is this MicroPython?")
        platform, name, version, machine, banner = about
        # What `os` says comes first: that of a virtual board behind a port names a Pico W, while
        # `sys`, which cannot be replaced, names the computer.
        with contextlib.suppress(RemoteError):
            machine = self.eval(_MACHINE)
        machine = machine or platform
        release = _RELEASE.search(str(banner).partition("MicroPython")[2])
        number = release[1] if release else ".".join(str(part) for part in tuple(version)[:3])
        if not release and tuple(version)[3:] and version[3]:
            number += f"-{version[3]}"
        product = {"micropython": "MicroPython", "circuitpython": "CircuitPython"}.get(name, name)
        return BoardInfo(
            kind=self.kind,
            name=str(machine).partition(" with ")[0],
            port=self.port,
            firmware=f"{product} {number}",
            machine=str(machine),
            platform=str(platform),
        )
