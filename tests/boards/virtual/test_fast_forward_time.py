"""In fast-forward the program keeps the time; the host must know it when the program has ended."""

from __future__ import annotations

from coursekit.boards.virtual import VirtualBoard

WAIT = """
import time
start = time.ticks_ms()
while time.ticks_diff(time.ticks_ms(), start) < 500:
    pass
"""


def test_a_program_that_only_looked_at_the_clock_has_moved_it() -> None:
    with VirtualBoard(fast_forward=True) as board:
        board.exec(WAIT)
        ended_us = board.bench.now_us
        assert 500_000 <= ended_us <= 500_100
        assert board.eval("time.ticks_us()") == ended_us + 5


def test_a_person_acts_after_such_a_program_and_not_in_its_past() -> None:
    with VirtualBoard(fast_forward=True) as board:
        board.exec(WAIT)
        acted: list[int] = []
        bench = board.bench
        bench.after(300).call(lambda: acted.append(bench.now_us))
        board.exec("time.sleep_ms(299)")
        assert acted == []
        board.exec("time.sleep_ms(2)")
        assert len(acted) == 1
        assert 800_000 <= acted[0] <= 800_200


def test_chance_is_the_same_each_time() -> None:
    drawn = set()
    for _ in range(3):
        with VirtualBoard(fast_forward=True) as board:
            board.exec("import os, random")
            drawn.add(board.eval("(random.getrandbits(30), random.random(), os.urandom(8))"))
    assert len(drawn) == 1
    with VirtualBoard() as one, VirtualBoard() as other:
        for board in (one, other):
            board.exec("import os, random")
        assert one.eval("os.urandom(8)") != other.eval("os.urandom(8)")
