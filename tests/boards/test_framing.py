"""No text that a program prints may end its run, or reach the next one; all of it must arrive."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from coursekit.boards import Board, BoardLost, BoardReset, RemoteError
from coursekit.boards.repl import RawRepl
from tests.boards.difficult import DifficultStream
from tests.boards.fake import BANNER, FakeBoard, Program
from tests.boards.streams import PipeStream
from tests.boards.suite import FORGED, Output

PIECES = st.sampled_from(
    [text.encode() for text in FORGED]
    + [b"\x04>", b"OK\x04", b"\n", b"\r", b"\x04KeyboardInterrupt: \n", b"\x04Traceb", b"R\x01",
       b"text ", "grün 😀".encode(), b"\xff", b"x" * 200, b"OK\x04Traceback (most recent call"]
)  # fmt: skip
OUTPUT = st.lists(PIECES, max_size=12).map(b"".join)
ERROR = st.sampled_from([b"", b"", b"bad", b"\x04\x04>", b"a\r\n\x04>b", b"x\x04>OK\x04", b"\x04"])
CUTS = st.lists(st.sampled_from([1, 2, 3, 7, 64, 4096]), min_size=1, max_size=8)
HEADER = b'Traceback (most recent call last):\r\n  File "<stdin>", line 1, in <module>\r\n'


def text(data: bytes) -> str:
    return data.decode("utf-8", "replace").replace("\r\n", "\n")


def fake(*programs: Program, cuts: tuple[int, ...] = (4096,), **options: object) -> FakeBoard:
    names = {b"p%d" % n: program for n, program in enumerate(programs)}
    return FakeBoard(names, itertools.cycle(cuts), **options)  # type: ignore[arg-type]


@given(st.lists(st.tuples(OUTPUT, ERROR, st.booleans()), min_size=1, max_size=4), CUTS)
@settings(max_examples=300, deadline=None)
def test_runs_on_a_scripted_board(runs: list[tuple[bytes, bytes, bool]], cuts: list[int]) -> None:
    programs = [
        Program(output, error and HEADER + b"ValueError: " + error + b"\r\n")
        for output, error, _ in runs
    ]
    repl = RawRepl(fake(*programs, cuts=tuple(cuts)))
    for n, (output, message, long) in enumerate(runs):
        out = Output()
        code = f"p{n}" + " " * (300 * long)
        if message:
            with pytest.raises(RemoteError) as caught:
                repl.exec(code, out)
            assert (caught.value.name, caught.value.message) == ("ValueError", text(message))
        else:
            repl.exec(code, out)
        assert out.text == text(output)


@pytest.fixture(scope="module")
def real_board(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Board]:
    folder: Path = tmp_path_factory.mktemp("board")
    with Board(DifficultStream(PipeStream(folder), seed=1)) as board:
        yield board


@given(st.lists(st.tuples(OUTPUT, ERROR), min_size=1, max_size=3))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_runs_on_a_real_vm(real_board: Board, runs: list[tuple[bytes, bytes]]) -> None:
    for output, message in runs:
        code = "import sys\n"
        for start in range(0, len(output), 50):
            code += f"sys.stdout.buffer.write({output[start : start + 50]!r})\n"
        out = Output()
        if message:
            with pytest.raises(RemoteError) as caught:
                real_board.exec(code + f"raise ValueError({text(message)!r})", out)
            assert caught.value.message == text(message)
        else:
            real_board.exec(code, out)
        assert out.text == output.decode("utf-8", "replace")  # this stream keeps line ends
    assert real_board.eval("6 * 7") == 42


def test_one_question_per_run() -> None:
    board = fake(Program(b"1\r\n"))
    repl = RawRepl(board)
    repl.exec("p0")
    written: list[bytes] = []
    write = board.write

    def listen(data: bytes, timeout_s: float | None) -> None:
        written.append(data)
        write(data, timeout_s)

    board.write = listen  # type: ignore[method-assign]
    repl.exec("p0")
    assert len(written) == 2
    assert written[0] == b"p0\x04"


def test_a_lone_end_byte_holds_nothing_back() -> None:
    out = Output()
    board = fake(Program(b"\x04tail", eats=10_000))
    repl = RawRepl(board)

    def see(piece: str) -> None:
        out(piece)
        if "tail" in out.text:
            board.lost = True  # the program is still waiting: it has not ended

    with pytest.raises(BoardLost):
        repl.exec("p0", see)
    assert out.text == "\x04tail"


@pytest.mark.parametrize("raw_paste", ["yes", "old"])
def test_a_program_that_eats_the_question(raw_paste: str) -> None:
    board = fake(Program(b"\x04\x04>", eats=19), Program(b"next"), raw_paste=raw_paste)
    repl = RawRepl(board)
    repl.exec("p0", timeout_s=10)
    out = Output()
    repl.exec("p1", out)
    assert out.text == "next"


def test_a_full_heap_still_ends_the_run() -> None:
    board = fake(Program(b"x"))
    repl = RawRepl(board)
    repl.exec("p0")
    board.full = True
    for _ in range(2):
        out = Output()
        with pytest.raises(RemoteError, match="MemoryError"):
            repl.exec("p0", out, timeout_s=10)
        assert out.text == ""


def test_the_heap_fills_while_the_program_runs() -> None:
    board = fake(Program(b"done"))
    repl = RawRepl(board)
    repl.enter()
    out = Output()

    def see(piece: str) -> None:
        out(piece)
        board.full = True

    repl.exec("p0", see, timeout_s=10)
    assert out.text == "done"


def test_a_timer_prints_between_runs() -> None:
    board = fake(Program(b"a\r\n"), cuts=(3,), background=b"tick\r\n")
    repl = RawRepl(board)
    repl.enter()
    for _ in range(5):
        out = Output()
        repl.exec("p0", out)
        assert out.text.replace("tick\n", "") == "a\n"


@pytest.mark.parametrize("raw_paste", ["yes", "no", "old"])
@pytest.mark.parametrize("size", [1, 15, 16, 17, 33, 3000])
def test_long_programs_go_in_however_the_board_takes_them(raw_paste: str, size: int) -> None:
    board = fake(Program(b"a"), raw_paste=raw_paste, cuts=(1,))
    repl = RawRepl(board)
    out = Output()
    repl.exec("p0 " + "#" * 200 + "#" * size, out)
    repl.exec("p0 " + "#" * size, out)
    assert out.text == "aa"
    assert board.ran == [b"p0", b"p0"]


@pytest.mark.parametrize("cut", [1, 3, 4096])
def test_a_reset_in_mid_run(cut: int) -> None:
    repl = RawRepl(fake(Program(b"x\r\n", resets=True), Program(b"y"), cuts=(cut,)))
    out = Output()
    with pytest.raises(BoardReset):
        repl.exec("p0", out)
    assert out.text == "x\n"
    repl.exec("p1", out)
    assert out.text == "x\ny"


def test_soft_reset() -> None:
    repl = RawRepl(fake(Program(b"x"), cuts=(2,)))
    out = Output()
    repl.exec("p0", out)
    repl.soft_reset()
    repl.exec("p0", out)
    assert out.text == "xx"


def test_enter_skips_what_was_there_before() -> None:
    board = fake(Program(b"x"), cuts=(5,))
    board._out += b"\xff\x00 old output >>> " + BANNER + b"\x04\x04>OK"
    out = Output()
    RawRepl(board).exec("p0", out)
    assert out.text == "x"


@pytest.mark.parametrize("size", [0, 300])
def test_an_interrupt_while_the_board_is_woken_is_for_the_program(size: int) -> None:
    board = fake(Program(b"x", HEADER + b"KeyboardInterrupt: \r\n", eats=1), Program(b"y"))
    repl = RawRepl(board)
    read = board.read

    def interrupt_first(timeout_s: float | None) -> bytes:
        board.read = read  # type: ignore[method-assign]
        repl.interrupt()
        return read(timeout_s)

    board.read = interrupt_first  # type: ignore[method-assign]
    out = Output()
    with pytest.raises(RemoteError, match="KeyboardInterrupt"):
        repl.exec("p0 " + "#" * size, out)
    repl.exec("p1", out)
    assert out.text == "xy"


def test_lost_stays_lost() -> None:
    board = fake(Program(b"x"))
    repl = RawRepl(board)
    repl.exec("p0")
    board.lost = True
    for _ in range(2):
        with pytest.raises(BoardLost, match="cable is out"):
            repl.exec("p0")
    repl.close()
    assert board.closed


def test_closed_is_said() -> None:
    repl = RawRepl(fake(Program()))
    repl.close()
    with pytest.raises(BoardLost, match="closed"):
        repl.exec("p0")


def test_on_output_that_raises_leaves_a_usable_link(pipe_board: Board) -> None:
    def fail(piece: str) -> None:
        raise KeyError(piece)

    with pytest.raises(KeyError):
        pipe_board.exec("while True: print('x')", fail)
    assert pipe_board.eval("1 + 1") == 2
