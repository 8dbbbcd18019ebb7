"""Exceptions of interrupt handlers and timers: they end no call, so a message tells of them."""

from __future__ import annotations

import pytest

from coursekit.checks.failures import handler_words
from coursekit.checks.outcome import Outcome
from tests.checks.conftest import judge, messages, told

COUNT = """
presses = 0
def pressed(pin):
    presses += 1
def count(ms):
    button.irq(pressed, Pin.IRQ_FALLING, hard={hard})
    time.sleep_ms(ms)
    return presses
"""
TICK = """
from machine import Timer
def tick(timer):
    led.value(1 // 0)
def run(ms):
    timer = Timer(period=20, mode=Timer.PERIODIC, callback=tick)
    time.sleep_ms(ms)
    timer.deinit()
"""
PRESS = "at(20).press(bench.btn1, for_ms=80)\n"
RAISED = "NameError: local variable referenced before assignment (line 9, in pressed)"
PRINTED = "The call printed {}: was that raised in an interrupt handler?"


@pytest.mark.parametrize(
    ("hard", "words"),
    [(False, PRINTED.format(RAISED)), (True, f"An interrupt handler raised {RAISED}.")],
)
def test_what_a_handler_raises_is_told(hard: bool, words: str) -> None:
    said = told(COUNT.format(hard=hard), PRESS + "expect(board.call('count', 200)).equals(3)")
    assert said == f"count(200) gave 0, expected 3. {words}"


def test_what_a_timer_raises_is_told_once_for_a_call() -> None:
    check = """
board.call('run', 100)
expect(bench.led1).pulses(2)
expect(bench.led1).level(1)
### BEGIN HIDDEN TESTS
board.call('run', 100)
expect(bench.led1).level(1)
### END HIDDEN TESTS
"""
    words = PRINTED.format("ZeroDivisionError: divide by zero (line 9, in tick)")
    said = [message for _, message in messages(TICK, check)]
    assert [message.endswith(words) for message in said] == [True, False, True]
    assert [message.count("ZeroDivisionError") for message in said] == [1, 0, 1]


def test_an_expectation_that_is_met_does_not_tell_of_it() -> None:
    (finding,) = judge(TICK, "board.call('run', 50)\nexpect(bench.led1).level(0)").findings
    assert finding.message == "led1: off at the end."


def test_what_the_function_itself_prints_is_not_a_handler_s() -> None:
    program = """
import sys
def f():
    try:
        1 // 0
    except ZeroDivisionError as error:
        sys.print_exception(error)
    return 0
"""
    said = told(program, "expect(board.call('f')).equals(3)")
    assert said == "f() gave 0, expected 3."


HEADER = "Traceback (most recent call last):\n"
FRAME = '  File "<stdin>", line 3, in {}\n'


@pytest.mark.parametrize(
    "output",
    [
        "",
        HEADER,
        HEADER + "ValueError: no frames\n",
        HEADER + FRAME.format("tick"),
        "x" + HEADER + FRAME.format("tick") + "ValueError\n",
        HEADER + FRAME.format("f") + "ValueError: its own\n",
        HEADER + "  File nowhere\nValueError\n",
    ],
)
def test_text_that_is_no_handler_s_traceback_says_nothing(output: str) -> None:
    assert handler_words(Outcome("f()", 0, None, output, 0, 0)) == ""


def test_what_a_program_makes_up_is_cut_and_cleaned() -> None:
    frames = 40 * FRAME.format("tick\x1b[2J")
    output = f"hi\r\n{HEADER}{frames}ValueError: \x1b[31m{'x' * 900}\n"
    said = handler_words(Outcome("f()", 0, None, output.replace("\n", "\r\n"), 0, 0))
    assert said.startswith(r" The call printed ValueError: \x1b[31mxxx")
    assert said.endswith(r"... (line 3, in tick\x1b[2J): was that raised in an interrupt handler?")
    assert len(said) < 300


def test_a_flood_of_tracebacks_is_looked_through_quickly() -> None:
    one = HEADER + FRAME.format("f") + "ValueError: its own\n"
    last = HEADER + FRAME.format("tick") + "OSError: 5\n"
    output = 2000 * one + last
    assert " OSError: 5 " in handler_words(Outcome("f()", 0, None, output, 0, 0))
