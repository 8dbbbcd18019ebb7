"""The mistakes that beginners make in the exercises, and that a message calls by their names."""

from __future__ import annotations

import subprocess
import sys
from types import SimpleNamespace
from typing import cast

import pytest

from coursekit.boards.errors import BoardLost
from coursekit.boards.virtual.board import VirtualBoard
from coursekit.boards.virtual.limits import ENDLESS
from coursekit.checks import diagnosis
from coursekit.checks.speed import repeat
from tests.checks.conftest import judge, messages, told

PRESSED = "at(25).press(bench.btn1, for_ms=20)\n"
LOG = """
def log(looks, every_ms):
    seen = []
    for _ in range(looks):
        seen.append({look})
        time.{sleep}(every_ms)
    return seen
"""
EXPECT_LOG = "expect(board.call('log', 6, 10)).equals([True, True, True, False, False, True])"


def test_a_list_that_is_inverted_throughout_names_the_button() -> None:
    program = LOG.format(look="button.value() == 0", sleep="sleep_ms")
    said = told(program, PRESSED + EXPECT_LOG)
    assert said.endswith(diagnosis.EACH_INVERTED + diagnosis.ACTIVE_LOW)


@pytest.mark.parametrize(
    ("given", "wanted", "why"),
    [
        ("[False, False]", "[True, True]", diagnosis.EACH_INVERTED),
        ("[1, 0]", "[True, False]", " The items are right, but their type is int, not bool."),
        ("['1', '0']", "[1, 0]", ""),
        ("[2, 3, 4, 0]", "[1, 2, 3, 4]", " Everything comes one place early."),
        ("[0, 1, 2, 3]", "[1, 2, 3, 4]", " Everything comes one place late."),
        (
            "[True, False, False, True]",
            "[True, True, False, False]",
            " Everything comes one place early.",
        ),
        ("[True, False]", "[False, False]", ""),
    ],
)
def test_a_list_that_is_wrong_in_one_way(given: str, wanted: str, why: str) -> None:
    said = told(f"def f(): return {given}", f"expect(board.call('f')).equals({wanted})")
    assert said == f"f() gave {given}, expected {wanted}.{why}"


def test_seconds_are_a_guess_where_a_call_was_stopped_without_a_change() -> None:
    program = LOG.format(look="button.value() == 1", sleep="sleep")
    said = told(program, "at(60).press(bench.btn1)\nexpect(board.call('log', 4, 50)).equals([])")
    assert said.endswith(f"and was stopped. {diagnosis.ENDLESS_OR_SECONDS} Expected [].")


@pytest.mark.parametrize("expectation", ["lasts(900)", "lasts_at_most(1000)"])
def test_seconds_are_a_guess_where_the_length_is_known(expectation: str) -> None:
    said = told(
        "def f(): time.sleep(900)",
        f"expect(board.call('f')).{expectation}",
    )
    assert diagnosis.ENDLESS_OR_SECONDS in said


@pytest.mark.parametrize(("every_ms", "is_slow"), [(20, False), (200, False), (5000, True)])
def test_seconds_are_not_blamed_where_an_output_changes_often(every_ms: int, is_slow: bool) -> None:
    program = f"""def f():
    while True:
        led.toggle()
        time.sleep_ms({every_ms})
"""
    check = """at(600).press(bench.btn1)
expect(board.call('f')).lasts(50)
expect(bench.led1).level(0)
expect(bench.led1).changes_at([0, 200])
"""
    why = diagnosis.ENDLESS_OR_SECONDS if is_slow else ENDLESS
    found = [said for _, said in messages(program, check)]
    assert [f"and was stopped. {why}" in said for said in found] == 3 * [True]
    assert not any("Is the delay in seconds?" in said for said in found)


def test_what_somebody_does_to_a_button_is_no_change_of_an_output() -> None:
    program = "def f():\n    button.value()\n    while True: time.sleep(1)"
    presses = "for ms in range(0, 90_000, 200):\n    at(ms).press(bench.btn1, for_ms=100)\n"
    said = told(program, presses + "expect(board.call('f')).equals(1)")
    assert diagnosis.ENDLESS_OR_SECONDS in said


def test_a_wrong_count_of_presses_shows_button_and_pin() -> None:
    verdict = judge("def f(ms):\n    time.sleep_ms(ms)\n    return 29", """
at(20).press(bench.btn1, for_ms=80)
expect(board.call('f', 200)).equals(1)
""")  # fmt: skip
    (finding,) = verdict.findings
    assert finding.figure is not None
    _, words = finding.figure()
    assert "btn1: " in words
    assert "GP14: " in words


def test_a_wrong_value_without_a_part_has_no_diagram() -> None:
    (finding,) = judge("def f(): return 2", "expect(board.call('f')).equals(1)").findings
    assert finding.figure is None


@pytest.mark.parametrize("pin", ["Pin(19)", "Pin(19, Pin.IN)"])
def test_a_pin_that_was_never_made_an_output(pin: str) -> None:
    check = "board.call('f', True)\nexpect('rgb1.G').level(1)"
    assert told(f"def f(on):\n    {pin}.value(on)", check) == (
        "rgb1.G: expected it on at the end, saw it off. "
        "GP19 is an input: was Pin(19, Pin.OUT) meant?"
    )


def test_the_lamp_on_the_board_is_not_the_one_on_the_bench() -> None:
    check = "board.call('f')\nexpect(bench.led1).level(1)"
    assert told("def f(): Pin('LED', Pin.OUT).on()", check).endswith(
        "LED changed instead: is that the right pin?"
    )


def test_only_an_output_without_another_purpose_is_offered_as_the_right_pin() -> None:
    program = """
def f(ms):
    Pin(19, Pin.OUT).on()
    contact, lamp = Pin(14, Pin.IN, Pin.PULL_UP), Pin(16, Pin.OUT)
    for _ in range(ms):
        lamp.value(not contact.value())
        time.sleep_ms(1)
"""
    check = "at(10).press(bench.btn1, for_ms=20)\nboard.call('f', 50)\nexpect(bench.led1).pulses(1)"
    offered = "saw no change: it was off throughout. {} changed instead: is {}?"
    said = [told(program, check), *(m for _, m in messages(program, f"{check}\nbench.rgb1"))]
    assert said[0].endswith(offered.format("GP16 and GP19", "one of them meant to be this"))
    assert said[1].endswith(offered.format("GP16", "that the right pin"))


@pytest.mark.parametrize(("share", "is_inverted"), [("0.3", True), ("0.4", False), ("0.6", False)])
def test_a_share_near_the_middle_is_not_called_inverted(share: str, is_inverted: bool) -> None:
    program = f"def f(): PWM(led, freq=1000, duty_u16=round(65535 * (1 - {share})))"
    said = told(program, f"board.call('f')\nexpect(bench.led1).duty({share})")
    assert (diagnosis.INVERTED in said) is is_inverted


def test_a_share_that_is_only_roughly_the_other_way_round_is_not_called_inverted() -> None:
    program = "def f(): PWM(led, freq=1000, duty_u16=round(65535 * 0.67))"
    said = told(program, "board.call('f')\nexpect(bench.led1).duty(0.3)")
    assert diagnosis.INVERTED not in said


def test_an_exception_that_is_returned() -> None:
    check = "expect(board.call('f')).raises('ValueError')"
    assert told("def f(): return ValueError('too few')", check) == (
        "f() returned ValueError(...), expected it to raise ValueError. "
        "Write raise in place of return."
    )


def test_a_method_that_was_not_called() -> None:
    said = [
        told("def f(): return [button.value]", "expect(board.call('f')).equals([1])")
        for _ in range(2)
    ]
    assert "<bound_method 0x... Pin(" in said[0]
    assert " Are the brackets of a call missing, as in value()?" in said[0]
    assert said[0] == said[1]


@pytest.mark.skipif(sys.platform != "linux", reason="a process's time is Linux's")
def test_a_board_whose_process_has_ended_is_lost() -> None:
    process = subprocess.Popen([sys.executable, "-c", ""])
    process.wait()
    gone = cast("VirtualBoard", SimpleNamespace(pid=process.pid))
    with pytest.raises(BoardLost, match="Run the check again"):
        repeat(gone, "f()", 1, lambda code: None)
