"""`input()` and `getpass` for programs on the board: the person types into the notebook.

A board at its raw REPL has nobody who types. So before a program that asks, both are replaced on
the board by functions which print a mark that nothing else prints and then read one line; the
session sees the mark in the output, asks in the notebook, and sends the line.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from coursekit.session.names import calls, defines
from coursekit.session.sources import Sources

if TYPE_CHECKING:
    from coursekit.boards import Board
    from coursekit.session.run import CellRun

_GETPASS = "getpass"

# The loop skips what the host may have written before: a question whether the program has ended.
_PROGRAM = """\
def ask(kind, prompt):
    w = s.stdout.write
    w({mark!r} + kind)
    w(str(prompt))
    w({mark!r})
    while 1:
        line = s.stdin.readline()
        i = line.find({mark!r})
        if i >= 0:
            break
    line = line[i + {length} :].rstrip("\\r\\n")
    if line[:1] != "=":
        raise EOFError("nobody answers input() here")
    return line[1:]
def input(prompt=""):
    return ask("i", prompt)
def getpass(prompt="Password: ", stream=None):
    return ask("p", prompt)
try:
    b.input = input
except AttributeError:
    m.input = input
s.modules["getpass"] = type("getpass", (), {{"getpass": getpass}})
"""


class Keyboard:
    """What one board needs for its programs to ask."""

    def __init__(self) -> None:
        self._mark = ""

    def forget(self) -> None:
        """The board has started anew."""
        self._mark = ""

    def prepare(self, board: Board, code: str, run: CellRun) -> None:
        """Put the two functions on the board, if `code` asks and it does not have them yet."""
        if not self._mark and run.ask is not None and asks(code, run.session.sources):
            self._mark = "\x1e" + os.urandom(8).hex()
            program = _PROGRAM.format(mark=self._mark, length=len(self._mark))
            modules = "'s':__import__('sys'),'b':__import__('builtins'),'m':__import__('__main__')"
            board.exec(f"exec({program!r}, {{{modules}}})")

    def filter(self, board: Board, run: CellRun) -> Asking | None:
        """What the board's output has to go through, None when no program can ask."""
        return Asking(self._mark, board, run) if self._mark else None


def asks(code: str, sources: Sources) -> bool:
    """Whether a program asks the person for something."""
    if calls(code, _GETPASS) or f"import {_GETPASS}" in code:
        return True
    return calls(code, "input") and not (defines(code, "input") or sources.define("input"))


class Asking:
    """An `OutputFilter` that takes the questions out of the output and answers them."""

    def __init__(self, mark: str, board: Board, run: CellRun) -> None:
        self._mark = mark
        self._board = board
        self._run = run
        self._held = ""

    def feed(self, text: str) -> str:
        """Text without questions; returns when they are answered."""
        text, self._held = self._held + text, ""
        while True:
            before, found, rest = text.partition(self._mark)
            if not found:
                start = _begins(text, self._mark)
                self._held = text[start:]
                return text[:start]
            question, found, text = rest.partition(self._mark)
            if not found:
                self._held = self._mark + question
                return before
            self._run.write(before)
            self._run.outputs.flush()
            self._board.type(self._answer(question[1:], password=question[:1] == "p"))

    def finish(self) -> str:
        """The program has ended."""
        held, self._held = self._held, ""
        return held.removeprefix(self._mark)

    def _answer(self, prompt: str, password: bool) -> bytes:
        ask = self._run.ask
        try:
            if ask is None:
                raise EOFError
            self._run.session.asking = self._board
            text = ask(prompt, password)
        except KeyboardInterrupt:
            self._board.interrupt()
            return b""
        except EOFError:
            return f"{self._mark}!\n".encode()
        finally:
            self._run.session.asking = None
        typed = "".join(character for character in text if character.isprintable())
        return f"{self._mark}={typed}\n".encode()


def _begins(text: str, mark: str) -> int:
    """Where at the end of `text` the mark may begin; its length if nowhere."""
    for length in range(min(len(mark) - 1, len(text)), 0, -1):
        if mark.startswith(text[-length:]):
            return len(text) - length
    return len(text)
