"""Questions to the bench while interrupt handlers ask their own: each gets its own answer."""

from __future__ import annotations

import pytest

from coursekit.bench import Diagram
from coursekit.boards import RemoteError
from coursekit.boards.virtual import VirtualBoard


def test_a_handler_may_interrupt_any_question() -> None:
    """A timer of a millisecond hits the program between all the steps of reading a pin."""
    with VirtualBoard(Diagram.empty()) as board:
        board.exec(
            """
from machine import Pin, Timer
read, drive = Pin(14, Pin.IN, Pin.PULL_UP), Pin(15, Pin.OUT)
ticks = 0
def tick(timer):
    global ticks
    ticks += 1
    drive.value(read.value())
timer = Timer(period=1, callback=tick)
levels = 0
for _ in range(50_000):
    levels += read.value()
timer.deinit()
""",
            timeout_s=60,
        )
        assert board.eval("levels") == 50_000
        assert board.eval("ticks > 10") is True


def test_answers_to_questions_cut_short_are_left_aside() -> None:
    with VirtualBoard(Diagram.empty()) as board:
        board.exec(
            "from machine import Pin, ADC\nread, adc = Pin(14, Pin.IN, Pin.PULL_UP), ADC(26)"
        )
        for _ in range(60):
            running: list[str] = []

            def stop(text: str, running: list[str] = running) -> None:
                running.append(text)
                board.interrupt()

            with pytest.raises(RemoteError, match="KeyboardInterrupt"):
                board.exec("print('go')\nwhile True: read.value(); adc.read_u16()", stop)
            assert board.eval("[read.value() for _ in range(20)]") == [1] * 20
