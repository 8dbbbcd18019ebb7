"""A virtual board is seen to wait at its prompt, so that the end of a run need not be asked for."""

from __future__ import annotations

import contextlib
import itertools
from collections.abc import Iterator

import pytest

from coursekit.boards import RemoteError
from coursekit.boards.repl import PATIENT_LOOKS
from coursekit.boards.virtual import VirtualBoard
from coursekit.boards.virtual.process import Process
from coursekit.boards.virtual.watch import Watch
from tests.boards.suite import run


@pytest.fixture
def board() -> Iterator[VirtualBoard]:
    with VirtualBoard() as running:
        running.exec("pass")
        yield running


@pytest.fixture
def questions(board: VirtualBoard, monkeypatch: pytest.MonkeyPatch) -> list[bytes]:
    """Whatever is written to the board besides programs that print."""
    asked: list[bytes] = []
    write = board.port_stream.write

    def note(data: bytes, timeout_s: float | None) -> None:
        if b"print" not in data:
            asked.append(data)
        write(data, timeout_s)

    monkeypatch.setattr(board.port_stream, "write", note)
    return asked


def test_most_ends_need_no_question(board: VirtualBoard, questions: list[bytes]) -> None:
    for number in range(200):
        assert run(board, f"print({number})") == f"{number}\n"
    assert len(questions) < 100  # a busy machine may look away at the wrong moment


def test_an_end_that_is_printed_is_not_believed(board: VirtualBoard) -> None:
    program = "import time\nprint('a\\x04\\x04>', end='')\ntime.sleep_ms(50)\nprint('b')"
    for _ in range(5):
        assert run(board, program) == "a\x04\x04>b\n"


def test_an_end_that_is_printed_last_is_not_the_last(board: VirtualBoard) -> None:
    for _ in range(50):
        assert run(board, "print('\\x04\\x04>', end='')") == "\x04\x04>"
        assert run(board, "print(1)") == "1\n"


def test_a_program_that_waits_for_input_has_not_ended(board: VirtualBoard) -> None:
    heard: list[str] = []

    def answer(text: str) -> None:
        heard.append(text)
        if "\x04>" in "".join(heard):
            board.port_stream.write(b"z", 1)

    board.exec("import sys\nprint('\\x04\\x04>?', end='')\nprint(sys.stdin.read(1))", answer)
    assert "".join(heard) == "\x04\x04>?z\n"


CELLS = ("a = [1, 2]", "def f(x):\n    return x + 1", "b = f(1)", "f('no')")


def free_heap(fast_forward: bool) -> tuple[int, object]:
    """How often the board was asked, and its free heap, after some cells."""
    with VirtualBoard(fast_forward=fast_forward) as board:
        for cell in CELLS * 5:
            with contextlib.suppress(RemoteError):
                board.exec(cell)
        return board.repl.asked, board.eval("__import__('gc').mem_free()")


@pytest.fixture
def busy(monkeypatch: pytest.MonkeyPatch) -> None:
    """The computer is so busy that a board is idle late, each time."""
    is_idle, looks = Process.is_idle, itertools.count()

    def late(process: Process) -> bool | None:
        return is_idle(process) if next(looks) % 40 == 39 else None

    monkeypatch.setattr(Process, "is_idle", late)


def test_fast_forward_finds_the_same_heap_on_a_busy_computer(
    request: pytest.FixtureRequest,
) -> None:
    """A question takes some of the heap, so there is none."""
    quiet = free_heap(fast_forward=True)
    request.getfixturevalue("busy")
    assert free_heap(fast_forward=True) == quiet
    assert quiet[0] == 0
    assert free_heap(fast_forward=False)[0] > 0


def test_a_computer_that_shows_nothing_is_asked_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Watch, "_read", lambda self, name: b"")
    with VirtualBoard(fast_forward=True) as board:
        board.exec("a = 1")
        assert board.repl.asked
        assert board.repl.looks < PATIENT_LOOKS
