"""A person who types: cells with a `|` where the cursor is, completed in a session."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from coursekit.boards import Board
from coursekit.session import Session
from coursekit.session.completion import Completer, Completions
from coursekit.session.completion.stubs import find_stubs
from tests.session.conftest import Cells, fast_forward

SET_UP = """\
import machine, time, sys
from machine import Pin
led = Pin(15, Pin.OUT)
numbers = [1, 2, 3]
def blink(times, on_ms=200):
    "Blinks the light."
    for _ in range(times):
        led.toggle()
"""

needs_stubs = pytest.mark.skipif(
    find_stubs("rp2") is None, reason="the stubs are not installed here (`coursekit stubs`)"
)


class Typist:
    """Completes in `cells`, whose completer it holds."""

    def __init__(self, cells: Cells) -> None:
        self.cells = cells
        self.session = cells.session
        self.completer = Completer(cells.session)

    @property
    def board(self) -> Board:
        """The open board."""
        assert self.session.board is not None
        return self.session.board

    def complete(self, text: str, ask: bool = True) -> Completions:
        """What may stand at the `|`."""
        before, bar, after = text.partition("|")
        assert bar
        found = self.completer.complete(before + after, len(before), ask)
        assert len(found.matches) == len(found.types) == len(found.signatures)
        assert 0 <= found.start <= found.end <= len(before + after)
        return found

    def matches(self, text: str, ask: bool = True) -> list[str]:
        """The names that may stand at the `|`."""
        return self.complete(text, ask).matches

    def kinds(self, text: str) -> dict[str, str]:
        """The same with their kinds."""
        found = self.complete(text)
        return dict(zip(found.matches, found.types, strict=True))

    def signatures(self, text: str) -> dict[str, str]:
        """The same with their signatures."""
        found = self.complete(text)
        return dict(zip(found.matches, found.signatures, strict=True))

    def inspect(self, text: str, detail: int = 0) -> str:
        """What is known of the thing at the `|`, as plain text; "" for nothing."""
        before, _, after = text.partition("|")
        found = self.completer.inspect(before + after, len(before), detail)
        if found is None:
            return ""
        assert set(found) == {"text/plain", "text/markdown"}
        return found["text/plain"]


@pytest.fixture(scope="package")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the notebook of `typist` is."""
    return tmp_path_factory.mktemp("typed")


@pytest.fixture(scope="package")
def typist(folder: Path) -> Iterator[Typist]:
    """On a board on which `SET_UP` has run; tests leave it as it is, but for names of their own."""
    session = Session(fast_forward, folder)
    typist = Typist(Cells(session))
    assert typist.cells.run(SET_UP).status == "ok"
    yield typist
    typist.completer.close()
    session.close()


@pytest.fixture
def stubless(typist: Typist, monkeypatch: pytest.MonkeyPatch) -> Typist:
    """On the same board, and no stubs on the computer."""
    monkeypatch.setattr("coursekit.session.completion.completer.find_stubs", lambda platform: None)
    return Typist(typist.cells)
