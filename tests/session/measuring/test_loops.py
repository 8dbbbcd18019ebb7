"""Measuring on a board: the loops, the heap, and nothing left behind."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from coursekit.boards import Board, BoardError, RemoteError
from coursekit.boards.virtual import VirtualBoard
from coursekit.session.measuring.loops import TARGET_US, Timing, measure
from coursekit.session.measuring.words import short_time, timing_words


@pytest.fixture(scope="module")
def board() -> Iterator[Board]:
    """A virtual board on which waiting takes no time."""
    with VirtualBoard(None, fast_forward=True) as board:
        board.exec("from time import sleep_ms, sleep_us\nimport gc\ncalls = 0")
        yield board


def test_a_wait_takes_as_long_as_it_is(board: Board) -> None:
    timing = measure(board, "sleep_ms(20)")
    assert timing.loops == TARGET_US // 20_000
    assert timing.best_us == pytest.approx(20_000, rel=0.05)
    assert timing.median_us == pytest.approx(20_000, rel=0.05)
    assert len(timing.per_loop_us) == 5


def test_a_long_wait_is_measured_once(board: Board) -> None:
    timing = measure(board, "sleep_ms(7000)")
    assert (timing.loops, len(timing.per_loop_us)) == (1, 1)
    assert timing.best_us == pytest.approx(7e6, rel=0.01)


def test_loops_and_repeats_can_be_chosen(board: Board) -> None:
    board.exec("calls = 0\ndef count():\n  global calls\n  calls += 1")
    timing = measure(board, "count()", loops=7, repeats=3)
    assert (timing.loops, len(timing.per_loop_us)) == (7, 3)
    assert board.eval("calls") == 7 * 3 + 7 * 3  # for the time, and for the heap


def test_the_setup_is_done_for_each_repeat_and_not_counted(board: Board) -> None:
    timing = measure(board, "x.append(1)\nsleep_us(100)", "sleep_ms(500)\nx = []", 10, 3)
    assert timing.best_us < 10_000


def test_the_heap_that_a_loop_takes(board: Board) -> None:
    block = 32
    assert measure(board, "pass", loops=10, repeats=1).heap_bytes == 0
    assert measure(board, "bytearray(1000)", loops=10, repeats=1).heap_bytes == pytest.approx(
        1024, abs=2 * block
    )
    assert measure(board, "x = 1", "y = bytearray(1000)", 10, 1).heap_bytes == 0
    free = board.eval("gc.mem_free()")
    assert isinstance(free, int)
    one = f"bytearray({free // 5})\n"
    assert measure(board, one, loops=8, repeats=1).heap_bytes == pytest.approx(free // 5, rel=0.01)
    assert measure(board, one * 5, loops=8, repeats=1).heap_bytes is None
    assert board.eval("gc.isenabled()") is True


def test_names_are_those_of_the_board_and_none_stay(board: Board) -> None:
    before = board.eval("sorted(dir())")
    measure(board, "import sys\nx = calls\nfor y in range(3): z = y", "w = 4", 2, 1)
    with pytest.raises(RemoteError):
        measure(board, "x = 1\n1 / 0")
    assert board.eval("sorted(dir())") == before


def test_names_of_the_tool_are_not_taken_from_the_code(board: Board) -> None:
    board.exec("__ckn = 5")
    assert measure(board, "assert __ckn == 5", loops=1, repeats=1).loops == 1


def test_what_is_printed_is_counted(board: Board) -> None:
    timing = measure(board, "print('a\\nb')", loops=10, repeats=2)
    assert timing.printed_lines == 2 * 10 * 2 + 2 * 8 * 3


@pytest.mark.parametrize(
    ("code", "name", "line"),
    [
        ("\n1 / 0", "ZeroDivisionError", 2),
        ("x = 2\nreturn x", "SyntaxError", 2),
        ("x = 2\nbreak", "SyntaxError", 2),
        ("yield 2", "SyntaxError", 1),
        ("x = 2\nx =", "SyntaxError", 2),
    ],
)
def test_an_exception_is_the_code_s_own(board: Board, code: str, name: str, line: int) -> None:
    with pytest.raises(RemoteError) as caught:
        measure(board, code)
    assert caught.value.name == name
    assert [frame.line for frame in caught.value.frames] == [line]


def test_a_program_that_prints_the_marks_is_no_measurement(board: Board) -> None:
    board.exec("import sys\nclass Out:\n  write = staticmethod(lambda text: None)")
    board.exec("sys.modules['sys'] = Out")
    try:
        with pytest.raises(BoardError):
            measure(board, "pass", loops=1, repeats=1)
    finally:
        board.soft_reset()
        board.exec("from time import sleep_ms, sleep_us\nimport gc\ncalls = 0")


@pytest.mark.parametrize(
    ("us", "text"),
    [
        (0, "0 ns"),
        (0.0123, "12.3 ns"),
        (0.9999, "1 \u00b5s"),
        (1.234, "1.23 \u00b5s"),
        (12_345, "12.3 ms"),
        (2_500_000, "2.5 s"),
    ],
)
def test_times_have_the_unit_that_suits_them(us: float, text: str) -> None:
    assert short_time(us) == text


def test_words_about_a_timing() -> None:
    timing = Timing(1000, (3.0, 2.0, 4.0), 32.0, 5)
    assert timing_words(timing) == (
        "2 \u00b5s per loop (best of 3, median 3 \u00b5s, longest 4 \u00b5s; 1,000 loops each)\n"
        "32 bytes of heap per loop\n"
        "5 printed lines are not shown"
    )
    assert timing_words(Timing(1, (7e6,), None, 0)) == "7 s per loop (measured once; 1 loop each)"
