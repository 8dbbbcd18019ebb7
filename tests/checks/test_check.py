"""A check from its text to its verdict: calls, moments, hidden parts, faults of the check."""

from __future__ import annotations

import pytest

from coursekit.boards.virtual.limits import Limits
from coursekit.checks.check import WHAT_NOW
from coursekit.checks.vary import Vary
from tests.checks.conftest import Judge, confirmed, judge, messages, told

ECHO = "def echo(*args, **kwargs):\n    return args, kwargs"
LISTEN = """
def listen(ms):
    heard = []
    for _ in range(ms // 10):
        heard.append(button.value())
        time.sleep_ms(10)
    return heard
"""


def test_arguments_arrive_as_they_were_sent() -> None:
    check = """
sent = (1, -2.5, "a'b\\n", b"\\x00", True, None, [1, (2,)], {"k": ()}, float("inf"))
expect(board.call("echo", *sent, key="v")).equals((sent, {"key": "v"}))
"""
    assert messages(ECHO, check)[0][0]


def test_a_call_reads_as_it_is_written() -> None:
    check = "expect(board.call('echo', 3, 'x', ms=[1])).equals(0)"
    assert told(ECHO, check).startswith("echo(3, 'x', ms=[1]) gave ")


def test_a_method_can_be_called_by_its_dotted_name() -> None:
    program = "class Door:\n    def is_open(self):\n        return True\ndoor = Door()"
    assert confirmed(program, "expect(board.call('door.is_open')).equals(True)")


@pytest.mark.parametrize(
    ("check", "problem"),
    [
        (
            "board.call('echo', bench)",
            "TypeError: board.call sends literals to the board, and a Bench is none. Give it an "
            "int, a float, a str, bytes, a bool, None, or a tuple, list or dict of these",
        ),
        ("board.call('f()')", "TypeError: board.call needs the name of a function, not 'f()'"),
        ("at(-1)", "ValueError: at() needs a time in milliseconds, and not negative: not -1"),
        ("at(5).jump(bench.btn1)", "AttributeError: at(...) knows no jump"),
        ("at(5).cancel()", "AttributeError: at(...) knows no cancel"),
        (
            "at(5).press(bench.led1); board.run('pass')",
            "BenchError: led1 is an LED: it cannot be pressed",
        ),
        (
            "at(5).call(lambda: 1 / 0); board.run('time.sleep_ms(9)')",
            "ZeroDivisionError: division by zero",
        ),
        ("vary([])", "ValueError: vary() needs at least one value to choose from"),
        (
            "expect(bench.led1).stays(0)",
            "RuntimeError: An expectation about a part comes after a board.call(...)",
        ),
        (
            "board.run('pass'); expect(bench.rgb1).stays(0)",
            "KeyError: 'rgb1' is neither a part with a channel of its own nor a channel. "
            "Did you mean 'rgb1.R'?",
        ),
        ("expect(3).raises('x')",
         "TypeError: raises() is about a call: expect(board.call(...)).raises(...)"),
        ("raise SystemExit(0)", "SystemExit: 0"),
        ("x = (", "SyntaxError: '(' was never closed"),
        ("assert False", "AssertionError"),
        ("board.call('echo').value + 1",
         "TypeError: unsupported operand type(s) for +: 'Missing' and 'int'"),
    ],
)  # fmt: skip
def test_a_check_that_breaks_says_so_and_earns_nothing(check: str, problem: str) -> None:
    verdict = judge("", f"{check}\nexpect(1).equals(1)")
    end = "" if problem.endswith("?") else "."
    assert verdict.problem == f"The check itself failed in line 1: {problem}{end} {WHAT_NOW}"
    assert verdict.fraction == 0.0


def test_a_check_that_expects_nothing_says_so() -> None:
    verdict = judge(ECHO, "board.call('echo')")
    assert verdict.problem == f"The check itself failed: it expects nothing. {WHAT_NOW}"


def test_moments_count_from_the_start_of_the_next_call() -> None:
    check = """
for _ in range(2):
    at(35).press(bench.btn1, for_ms=20).release(bench.btn1)
    at(25).press("btn1", for_ms=30)
    expect(board.call("listen", 80)).equals([1, 1, 1, 0, 0, 0, 1, 1])
expect(board.call("listen", 20)).equals([1, 1])
"""
    program = LISTEN.replace("heard.append", "time.sleep_us(0); heard.append")
    found = messages(program, check.replace(".release(bench.btn1)", ""))
    assert [met for met, _ in found] == [True, True, True]


def test_what_was_to_come_after_the_end_does_not_happen_and_is_told() -> None:
    check = """
at(500).press(bench.btn1, for_ms=50)
at(600).turn(bench.pot1, 0.5)
expect(board.call("listen", 20)).equals([0])
expect(board.call("listen", 20)).equals([1, 1])
"""
    assert messages(LISTEN, check) == [
        (
            False,
            "listen(20) gave [1, 1], expected [0]. The call ended at 20 ms, before btn1 was "
            "pressed at 500 ms and pot1 was turned at 600 ms.",
        ),
        (True, "listen(20) gave [1, 1]."),
    ]


def test_the_bench_can_be_handled_before_a_call() -> None:
    program = "from machine import ADC\ndef read(): return ADC(26).read_u16()"
    check = "bench.pot1.turn(0.5)\nexpect(board.call('read')).close_to(32768, within=200)"
    assert messages(program, check)[0][0]


def test_a_function_can_be_called_at_a_moment() -> None:
    check = """
seen = []
at(15).call(lambda: seen.append(bench.now_us))
call = board.call("listen", 40)
expect(len(seen)).equals(1)
expect(seen[0] - call.start_us).equals(15000)
"""
    assert [met for met, _ in messages(LISTEN, check)] == [True, True]


def test_a_button_that_bounces_is_recognised() -> None:
    program = """
def presses(ms):
    count, before = 0, 1
    for _ in range(10 * ms):
        now = button.value()
        if now < before:
            count += 1
        before = now
        time.sleep_us(100)
    return count
"""
    check = "at(20).press(bench.btn1, for_ms=50)\nexpect(board.call('presses', 100)).equals(1)"
    assert told(program, check).endswith(
        "expected 1. A button bounces: for 5 ms it opens and closes again. "
        "Was one press counted twice?"
    )


def test_hidden_parts_are_marked(judge: Judge) -> None:
    check = """%%check task
expect(1).equals(1)
### BEGIN HIDDEN TESTS
def twice(x):
    expect(x).equals(2)
twice(1)
expect([
    2,
]).equals([2])
### END HIDDEN TESTS
expect(3).equals(3)
"""
    verdict = judge("", check)
    assert verdict.problem == ""
    found = [(f.met, f.hidden) for f in verdict.findings]
    assert found == [(True, False), (False, True), (True, True), (True, False)]


def test_hidden_parts_are_found_below_what_only_looks_like_a_line_end(judge: Judge) -> None:
    hidden = "### BEGIN HIDDEN TESTS\nexpect(2).equals(2)\n### END HIDDEN TESTS"
    verdict = judge("", f"# a page\f\nx = '\u2028'\nexpect(1).equals(1)\n{hidden}")
    assert [finding.hidden for finding in verdict.findings] == [False, True]


def test_the_number_of_expectations_is_the_same_for_everyone() -> None:
    check = """
call = board.call("f", 1)
expect(call).equals(1)
expect(bench.led1).pulses(2)
expect(call).raises("ValueError")
expect(call).prints("x")
expect(call).lasts(5)
"""
    for program in ("", "def f(n): return n", "def f(n): raise SystemExit", "def f(n): 1 / 0"):
        assert len(messages(program, check)) == 5


def test_a_program_that_does_not_end_costs_its_limit_only_once(judge: Judge) -> None:
    program = "def f(): \n    while True: pass\ndef g(): return 1"
    check = "expect(board.call('f')).equals(1)\nexpect(board.call('g')).equals(1)"
    verdict = judge(program, check, limits=Limits(cpu_s=0.2))
    stopped, skipped = (finding.message for finding in verdict.findings)
    assert stopped.startswith("f() failed: The program computed for 0.2 s and was stopped.")
    assert skipped == "g() failed: It was not tried, because f() did not end. Expected 1."


def test_a_call_can_have_a_limit_of_its_own() -> None:
    program = "def f():\n    while True:\n        time.sleep_ms(10)"
    assert told(program, "expect(board.call('f', limit_ms=500)).equals(1)") == (
        "f() failed: The program ran for 0.5 s of board time and was stopped. "
        "Does a loop never end, or is a delay in seconds (sleep) where milliseconds (sleep_ms) "
        "were meant? Expected 1."
    )


def test_varied_values_depend_on_the_task_and_their_place() -> None:
    choices = range(1000)
    one, same, other = Vary("blink"), Vary("blink"), Vary("door")
    values = [one(choices) for _ in range(20)]
    assert values == [same(choices) for _ in range(20)]
    assert values != [other(choices) for _ in range(20)]
    assert len(set(values)) > 10


def test_the_same_program_gets_the_same_messages() -> None:
    program = f"{LISTEN}\ndef blink(n):\n    for _ in range(n):\n        led.toggle()\n" + (
        "        time.sleep_ms(7)\n"
    )
    check = """
at(vary(range(20, 40))).press(bench.btn1, for_ms=30)
expect(board.call("listen", 100)).equals([])
board.call("blink", 5)
expect(bench.led1).pulses(5, on_ms=9)
expect(board.eval("blink")).equals(0)
expect(board.eval("{str(n) for n in range(20)}")).equals(0)
"""
    first = messages(program, check)
    assert len(first) == 4
    assert messages(program, check) == first
