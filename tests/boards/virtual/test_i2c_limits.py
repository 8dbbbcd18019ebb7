"""Calls of a bus that would never end: they end with the run, whatever is asked for."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing

import pytest

from coursekit.bench import Bench, Diagram
from coursekit.boards import BoardReset
from coursekit.boards.errors import LimitReached
from coursekit.boards.virtual import VirtualBoard
from coursekit.boards.virtual.limits import BOARD_TIME, WALL_TIME, Limits
from tests.bench.buses.chip import known_chip, wires
from tests.bench.diagrams import data, part
from tests.boards.suite import Output, in_thread

SET_UP = "from machine import I2C, Pin, SoftI2C, Timer\nimport time\n"
PULSE = """
led = Pin(15, Pin.OUT, value=0)
for level in (1, 0):
    time.sleep_ms(10)
    led(level)
"""
LIMITS = Limits(board_s=20.0)


@pytest.fixture(autouse=True, scope="module")
def chip_type() -> Iterator[None]:
    with known_chip():
        yield


def new_board(limits: Limits | None = LIMITS, *, fast_forward: bool = True) -> VirtualBoard:
    diagram = Diagram.from_dict(data([part("c", "test-chip")], wires("c")))
    return VirtualBoard(diagram, fast_forward=fast_forward, limits=limits)


@pytest.mark.parametrize(
    "program",
    [
        "SoftI2C(5, 4, freq=1).readfrom(80, 100_000)",
        "SoftI2C(5, 4, freq=1).writeto(80, bytes(100_000), False)",
        "I2C(0, freq=1, timeout=-1).readfrom(80, 100_000)",
        "I2C(0, freq=1, timeout=-1).readfrom_mem(80, 1, 100_000)",
        "SoftI2C(7, 6, timeout=-1).readfrom(80, 1)",
        "timer = Timer(period=1, callback=lambda t: None)\n"
        "SoftI2C(5, 4, freq=1).readfrom(80, 100_000)",
        "timer = Timer(period=1, callback=lambda t: None)\nSoftI2C(7, 6, timeout=-1).start()",
    ],
)
def test_a_call_goes_no_further_than_the_run(program: str) -> None:
    with closing(new_board()) as board:
        with pytest.raises(LimitReached) as caught:
            board.exec(SET_UP + program)
        assert caught.value.kind == BOARD_TIME
        assert not caught.value.restarted
        assert board.bench.now_us == caught.value.end_us
        # The next run has its own time, and the bench goes with it
        board.exec(SET_UP + PULSE)
        (pulse,) = board.bench.trace["GP15"].pulses()
        assert pulse.width_us >= 10_000


def test_a_call_that_lets_too_much_happen_switches_the_board_off() -> None:
    with closing(new_board(None)) as board, pytest.raises(BoardReset):
        board.exec(
            SET_UP + "timers = [Timer(freq=1_000_000, callback=lambda t: None) for _ in range(8)]\n"
            "SoftI2C(7, 6, timeout=-1).start()",
            timeout_s=60,
        )


def test_a_call_ends_with_the_process_that_made_it() -> None:
    with closing(new_board(Limits(board_s=None, wall_s=0.2))) as board:
        board.bench.i2c.use_short_road = False
        with pytest.raises(LimitReached) as caught:
            board.exec(SET_UP + "SoftI2C(5, 4, freq=250_000).readfrom(80, 150_000)")
        assert caught.value.kind == WALL_TIME
        assert board.bench.now_us < 3_000_000  # of 6 s that it would take


def test_in_real_time_no_call_runs_far_ahead_of_the_clock() -> None:
    with closing(new_board(None, fast_forward=False)) as board:
        out = Output()
        program = "print('go')\nSoftI2C(7, 6, timeout=-1).start()"
        thread, _ = in_thread(lambda: board.exec(SET_UP + program, out))
        out.wait_for("go\n")
        board.interrupt()
        thread.join(20)
        assert not thread.is_alive()
        assert ahead_us(board) <= 10_000_000


def ahead_us(board: VirtualBoard) -> int:
    bench: Bench = board.bench
    return bench.now_us - board.hardware.now_us()
