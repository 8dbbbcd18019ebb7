"""A virtual board is seen to wait at its prompt, so that the end of a run need not be asked for."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from coursekit.boards.virtual import VirtualBoard
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
