"""A board made of a script: speaks the raw REPL, runs nothing, and is as odd as a test needs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from coursekit.boards import BoardLost

BANNER = b"raw REPL; CTRL-B to exit\r\n>"
_QUESTION = re.compile(rb"\{\}\['(.+)'\]")
_WINDOW = 16


@dataclass(frozen=True)
class Program:
    """What a program does: print, end in an error or restart the board.

    eats: bytes of the board's input that it reads before it ends.
    """

    output: bytes = b""
    error: bytes = b""
    resets: bool = False
    eats: int = 0


class FakeBoard:
    """A `ByteStream`; programs go by the first word of their source.

    cuts: sizes of the pieces in which reads return. raw_paste: "yes", "no" (refused), "old" (not
    known). background: what a timer prints whenever the board is about to read its input.
    full: no memory is left to compile anything.
    """

    def __init__(
        self,
        programs: dict[bytes, Program],
        cuts: Iterator[int],
        raw_paste: str = "yes",
        background: bytes = b"",
        full: bool = False,
    ) -> None:
        self.programs = programs
        self.ran: list[bytes] = []
        self.raw_paste = raw_paste
        self.background = background
        self.full = full
        self.lost = False
        self.closed = False
        self._cuts = cuts
        self._in = bytearray()
        self._out = bytearray()
        self._running: Program | None = None

    def read(self, timeout_s: float | None) -> bytes:
        while not self._out:
            if self.lost:
                raise BoardLost("The cable is out: plug it in.")
            if not self._work():
                assert timeout_s is not None, "would wait for ever"
                return b""
        size = next(self._cuts)
        piece = bytes(self._out[:size])
        del self._out[:size]
        return piece

    def write(self, data: bytes, timeout_s: float | None) -> None:
        if self.lost:
            raise BoardLost("The cable is out: plug it in.")
        self._in += data

    def close(self) -> None:
        self.closed = True

    def _work(self) -> bool:
        """Do the next thing; False when the board waits for input."""
        if self._running is not None:
            return self._end()
        for i, byte in enumerate(self._in):
            if byte in b"\x01\x03\x04":
                line = bytes(self._in[:i])
                if line == b"\x05A" and byte == 1 and self.raw_paste == "yes":
                    if 4 not in self._in[3:]:
                        return self._take_windows()
                    end = self._in.index(4, 3)
                    self._run(bytes(self._in[3:end]), b"\x04")
                    del self._in[: end + 1]
                    return True
                del self._in[: i + 1]
                self._answer(line, byte)
                return True
        return False

    def _take_windows(self) -> bool:
        granted = (len(self._in) - 3) // _WINDOW + 1
        before = getattr(self, "_granted", 0)
        self._granted = granted
        if before == 0:
            self._out += b"R\x01" + bytes((_WINDOW, 0)) + b"\x01"
        self._out += b"\x01" * (granted - max(before, 1))
        return granted != before

    def _answer(self, line: bytes, byte: int) -> None:
        self._out += self.background
        if byte == 1:
            known = line[:1] == b"\x05" and self.raw_paste != "old"
            self._out += b"R\x00>" if known else BANNER
        elif byte == 4 and not line:
            self._out += b"OK\r\nMPY: soft reboot\r\n" + BANNER
        elif byte == 4:
            self._run(line, b"OK")

    def _run(self, source: bytes, first: bytes) -> None:
        self._granted = 0
        self._out += first
        asked = _QUESTION.fullmatch(source)
        if self.full:
            self._running = Program(error=b"MemoryError: memory allocation failed\r\n")
        elif asked:
            error = b'  File "<stdin>", line 1, in <module>\r\nKeyError: ' + asked[1] + b"\r\n"
            self._running = Program(error=b"Traceback (most recent call last):\r\n" + error)
        else:
            name = source.split()[0] if source.split() else b""
            self.ran.append(name)
            self._running = self.programs.get(name, Program(error=b"NameError: unknown\r\n"))
        self._out += self._running.output

    def _end(self) -> bool:
        program = self._running
        assert program is not None
        if len(self._in) < program.eats:
            return False
        del self._in[: program.eats]
        self._running = None
        if program.resets:
            self._out += b"\x04\x04MPY: soft reboot\r\nboot.py says hello\r\n" + BANNER
        else:
            self._out += b"\x04" + program.error + b"\x04>"
        return True
