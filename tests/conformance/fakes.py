"""Boards for tests of this folder: they answer what they are told to, and one can hang."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import SimpleNamespace

from coursekit.boards import BoardError, RemoteError


class FakeBoard:
    """Answers each source text with what `answers` has for it, and with nothing else.

    An error of the host stands for what the board does: RemoteError, BoardTimeout ... sent: all
    source texts, in order.
    """

    def __init__(self, answers: Mapping[str, str | BoardError]) -> None:
        self.kind = "fake"
        self.answers = answers
        self.bench = SimpleNamespace(presses=[])
        self.sent: list[str] = []
        self.closed = False

    def exec(
        self,
        code: str,
        on_output: Callable[[str], None] | None = None,
        timeout_s: float | None = None,
    ) -> None:
        source = code.partition("((\n")[2].removesuffix("\n))") or code
        self.sent.append(source)
        answer = self.answers.get(source, "")
        if isinstance(answer, BoardError):
            raise answer
        if on_output is not None and answer:
            on_output(answer)

    def close(self) -> None:
        self.closed = True


class Shop:
    """Opens fake boards, one after the other, and remembers them."""

    def __init__(self, answers: Mapping[str, str | BoardError] | None = None) -> None:
        self.answers = answers or {}
        self.boards: list[FakeBoard] = []
        self.diagrams: list[str | None] = []

    def open(self, diagram: str | None) -> FakeBoard:
        self.diagrams.append(diagram)
        self.boards.append(FakeBoard(self.answers))
        return self.boards[-1]


def raised(name: str, message: str) -> RemoteError:
    """An exception of the program."""
    return RemoteError(name, message, "", [])
