"""Checks on an emulated board: real firmware takes time to compile a call, which is no part of it.

That solutions pass there is for tests/assignments/test_on_firmware.py.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from coursekit.bench import Diagram
from coursekit.boards import BoardFault, LimitReached
from coursekit.boards.emulated import EmulatedBoard
from coursekit.boards.virtual.limits import BOARD_TIME, Limits
from coursekit.checks import run_check
from tests.boards.emulated.firmware_for_tests import needed_firmware
from tests.checks.conftest import DIAGRAM

pytestmark = pytest.mark.timeout(900)  # the emulator computes slowly, more so on a busy computer

PROGRAM = """
from machine import Pin
import time

def flash(ms):
    led = Pin(15, Pin.OUT, value=1)
    time.sleep_ms(ms)
    led.off()
"""


@pytest.fixture
def board() -> Iterator[EmulatedBoard]:
    diagram = Diagram.load(DIAGRAM)
    with EmulatedBoard(diagram, firmware=needed_firmware(), fast_forward=True) as board:
        board.exec(PROGRAM)
        yield board


def test_a_call_lasts_as_long_as_its_function_and_holds_all_that_it_does(
    board: EmulatedBoard,
) -> None:
    code = """
call = board.call("flash", 20)
expect(call).lasts(20)
expect(bench.led1).pulses(1, on_ms=20)
"""
    verdict = run_check(code, "flash", board)
    assert verdict.passed, verdict


def test_a_call_that_does_something_else_fails(board: EmulatedBoard) -> None:
    verdict = run_check('board.call("flash", 20)\nexpect(bench.led1).pulses(2)', "flash", board)
    assert not verdict.passed


def test_a_program_is_stopped_where_its_board_time_is_over(board: EmulatedBoard) -> None:
    board.limits = Limits(board_s=0.05)
    before_us = board.bench.now_us
    with pytest.raises(LimitReached) as reached:
        board.exec("while True: time.sleep_ms(1)")
    assert reached.value.kind == BOARD_TIME
    assert reached.value.end_us == before_us + 50_000
    with pytest.raises(LimitReached):
        board.eval("[time.sleep_ms(1) for _ in range(1000)]")
    assert board.eval("6 * 7") == 42


def test_what_only_the_virtual_board_shows_is_nobodys_mistake(board: EmulatedBoard) -> None:
    code = 'expect(board.call("flash", 1)).allocates_at_most(64)'
    with pytest.raises(BoardFault, match="seen on the virtual board alone"):
        run_check(code, "flash", board)
