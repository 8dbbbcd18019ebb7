"""A call of a bus while handlers and Ctrl-C come in between, at the worst places."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing

import pytest

from coursekit.bench import Diagram
from coursekit.boards import RemoteError
from coursekit.boards.virtual import VirtualBoard
from tests.bench.buses.chip import known_chip, wires
from tests.bench.diagrams import data, part


@pytest.fixture
def board() -> Iterator[VirtualBoard]:
    with known_chip():
        diagram = Diagram.from_dict(data([part("c", "test-chip")], wires("c")))
        with closing(VirtualBoard(diagram, fast_forward=True)) as board:
            board.exec("""
import _bench
from machine import I2C
i2c = I2C(0)
def between(name, action):
    # The next time that the overlay comes to this function, `action` runs as a handler would
    original = getattr(_bench, name)
    def once(*args):
        setattr(_bench, name, original)
        action()
        return original(*args)
    setattr(_bench, name, once)
""")
            yield board


def test_a_handler_may_use_the_bus_that_is_about_to_be_used(board: VirtualBoard) -> None:
    board.exec("""
seen = []
between("stamp", lambda: seen.append(i2c.readfrom_mem(80, 0x60, 3)))
i2c.writeto_mem(80, 0x20, b"12345")
between("stamp", lambda: seen.append(i2c.writeto(80, b"\\x77")))
seen.append(i2c.readfrom_mem(80, 0x20, 5))
""")
    assert board.eval("seen") == [b"\x60\x61\x62", 1, b"12345"]


def test_the_clock_is_where_the_bench_is_also_where_ctrl_c_came_in(board: VirtualBoard) -> None:
    # The first place after an answer where the VM looks for Ctrl-C is where its number is compared
    board.exec("""
def stopped(into):
    raise KeyboardInterrupt
_bench._takers = (stopped, stopped)
try:
    i2c.writeto(80, bytes(200))
except KeyboardInterrupt:
    pass
""")
    now_us = board.eval("__import__('time').ticks_us()")
    assert isinstance(now_us, int)
    assert now_us >= board.bench.now_us > 4000


def test_what_stops_a_program_in_a_handler_reaches_the_program(board: VirtualBoard) -> None:
    with pytest.raises(RemoteError) as caught:
        board.exec("""
import micropython
def stopped(most):
    raise KeyboardInterrupt
_bench.sync = stopped  # as at the end of a run, when the bench is asked between two bytecodes
micropython.schedule(_bench._scheduled, None)
for _ in range(100):
    pass
""")
    assert caught.value.name == "KeyboardInterrupt"
