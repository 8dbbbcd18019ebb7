"""People at the bench: what they do happens now, in real time and in fast-forward."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from coursekit.bench import Diagram
from coursekit.boards.virtual import VirtualBoard

LESSON = Path(__file__).parents[3] / "lessons" / "01_gpio" / "diagram.json"


@pytest.fixture
def board() -> Iterator[VirtualBoard]:
    with VirtualBoard(Diagram.load(LESSON)) as running:
        yield running


def test_a_press_while_the_board_idles_counts_from_the_present(board: VirtualBoard) -> None:
    bench = board.bench
    while bench.present_us() < bench.trace["btn1"].times_us[-1] + 20_000:
        pass  # board time passes by itself, with no message and no event
    before_us = board.hardware.now_us()
    bench.btn1.press()
    after_us = board.hardware.now_us()
    pressed_us = int(bench.trace["btn1"].times_us[1])
    assert before_us <= pressed_us <= after_us


def test_a_person_sees_what_the_program_has_just_done(board: VirtualBoard) -> None:
    bench = board.bench
    board.exec("from machine import Pin\nled = Pin(15, Pin.OUT)")
    for level in (1, 0) * 50:
        board.exec(f"led.value({level})")
        assert bench.led1.brightness == pytest.approx(level, abs=0.7)
        assert (bench.led1.brightness > 0) == bool(level)


def test_an_action_on_the_bench_may_look_at_the_bench(board: VirtualBoard) -> None:
    seen: list[float] = []
    board.exec("from machine import Pin\nimport time\nled = Pin(15, Pin.OUT, value=1)")
    board.bench.after(20).call(lambda: seen.append(board.bench.led1.brightness))
    board.exec("for i in range(300): led.on(); time.sleep_us(200)")
    assert len(seen) == 1
    assert seen[0] > 0


def test_in_fast_forward_a_level_read_before_somebody_acts_is_not_believed() -> None:
    with VirtualBoard(Diagram.load(LESSON), fast_forward=True) as board:
        board.exec(
            "from machine import Pin\n"
            "button, switch = Pin(14, Pin.IN, Pin.PULL_UP), Pin(13, Pin.IN)\n"
            "knob = Pin(26, Pin.IN)\n"
            "def levels(): return button(), switch(), knob()"
        )
        bench = board.bench
        bench.pot1.turn(1.0)
        assert board.eval("levels()") == (1, 0, 1)
        bench.btn1.press()
        bench.sw1.move("right")
        bench.pot1.turn(0.0)
        board.exec("import time; time.sleep_ms(20)")
        assert board.eval("levels()") == (0, 1, 0)
        bench.btn1.release()
        bench.sw1.move("left")
        bench.pot1.turn(1.0)
        board.exec("time.sleep_ms(20)")
        assert board.eval("levels()") == (1, 0, 1)
