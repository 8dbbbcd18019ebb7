"""Ctrl-C for a program that waits for its input, or is about to: it comes through, and once."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing

import pytest

from coursekit.boards.virtual import VirtualBoard
from coursekit.boards.virtual.process import Process

WAIT_S = 30
READ = b"import sys; print('go'); sys.stdin.read(3)\x04"
READ_TWICE = b"""
import sys
for number in (1, 2):
    try:
        print('go')
        print('read', number, sys.stdin.read(3))
    except KeyboardInterrupt:
        print('caught', number)
\x04"""


@pytest.fixture(params=[False, True], ids=["real-time", "fast-forward"])
def board(request: pytest.FixtureRequest) -> Iterator[VirtualBoard]:
    """A board in the raw REPL."""
    with closing(VirtualBoard(fast_forward=request.param)) as board:
        board.port_stream.write(b"\r\x01", WAIT_S)
        read_to(board, b"exit\r\n>")
        yield board


@pytest.fixture
def looked_too_early(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of each process the first look finds a program that does not wait yet."""
    look, seen = Process.interrupt_input, set()

    def first_too_early(process: Process) -> bool:
        if process.pid not in seen:
            seen.add(process.pid)
            return False
        return look(process)

    monkeypatch.setattr(Process, "interrupt_input", first_too_early)


def read_to(board: VirtualBoard, end: bytes) -> bytes:
    seen = b""
    while end not in seen:
        data = board.port_stream.read(WAIT_S)
        assert data, f"nothing came after {seen!r}"
        seen += data
    return seen


@pytest.mark.usefixtures("looked_too_early")
@pytest.mark.parametrize("typed", [b"", b"a", b"ab"])
def test_the_program_begins_to_wait_while_it_comes(board: VirtualBoard, typed: bytes) -> None:
    board.port_stream.write(READ, WAIT_S)
    read_to(board, b"go")
    board.port_stream.write(typed + b"\x03", WAIT_S)
    assert b"KeyboardInterrupt" in read_to(board, b"\x04>")
    board.port_stream.write(b"print(6 * 7)\x04", WAIT_S)
    assert b"OK42" in read_to(board, b"\x04>")


@pytest.mark.usefixtures("looked_too_early")
def test_a_program_that_goes_on_gets_it_once(board: VirtualBoard) -> None:
    board.port_stream.write(READ_TWICE, WAIT_S)
    read_to(board, b"go")
    board.port_stream.write(b"\x03", WAIT_S)
    read_to(board, b"go")
    board.port_stream.write(b"xyz", WAIT_S)
    assert b"read 2 xyz" in read_to(board, b"\x04>")


def test_a_byte_or_two_just_before(board: VirtualBoard) -> None:
    for number in range(20):
        board.port_stream.write(READ, WAIT_S)
        read_to(board, b"go")
        board.port_stream.write(b"ab"[: number % 3] + b"\x03", WAIT_S)
        assert b"KeyboardInterrupt" in read_to(board, b"\x04>")


def test_right_behind_the_program(board: VirtualBoard) -> None:
    """It comes before the program runs, so that the program may take it for its input."""
    for _ in range(20):
        board.port_stream.write(READ + b"\x03", WAIT_S)
        assert b"KeyboardInterrupt" in read_to(board, b"\x04>")
