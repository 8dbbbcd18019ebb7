"""Expectations of values: the messages word for word, against real programs."""

from __future__ import annotations

import pytest

from tests.checks.conftest import confirmed, messages, told

MET = [
    ("return 3", "equals(3)", "f() gave 3."),
    ("return 0.1 + 0.2", "equals(0.3)", "f() gave 0.30000000000000004, expected 0.3."),
    ("return {3, 1, 2}", "equals({2, 3, 1})", "f() gave {1, 2, 3}."),
    ("return {'a': [1]}", "equals({'a': [1]})", "f() gave {'a': [1]}."),
    ("return 3.05", "close_to(3, within=0.1)", "f() gave 3.05, expected 3 (give or take 0.1)."),
    ("return 4", "between(1, 4)", "f() gave 4, expected a number from 1 to 4."),
    ("return 4", "one_of(1, 4)", "f() gave 4, expected one of 1, 4."),
    ("return [1, 2]", "contains(2)", "f() gave [1, 2], expected something with 2 in it."),
    ("return 'abc'", "contains('b')", "f() gave 'abc', expected something with 'b' in it."),
    ("return 5", "is_a('int')", "f() gave 5, expected a value of type int."),
    ("return None", "is_a('None')", "f() gave None, expected a value of type None."),
    ("return range(2)", "is_a(range)", "f() gave range(0, 2), expected a value of type range."),
    ("pass", "returns_nothing()", "f() gave None, expected no value (None)."),
    (
        "raise ValueError('too big')",
        "raises('ValueError', saying='big')",
        "f() raised ValueError: too big (line 7, in f).",
    ),
    ("print('hi')", "prints('hi')", "f() printed 'hi'."),
    ("print(1); print(2)", "prints_lines(['1', '2'])", "f() printed 2 lines, '1', '2'."),
    ("pass", "prints_nothing()", "f() printed nothing."),
    ("time.sleep_ms(500)", "lasts(510)", "f() took 500 ms, expected 510 ms."),
    ("time.sleep_ms(5)", "lasts_at_most(10)", "f() took 5 ms, expected at most 10 ms."),
]

COUNTING = "where does the counting begin and end?"
COUNTERPART = (
    "which has no counterpart on the computer. "
    "Return numbers, strings, bytes, lists, tuples, dicts or sets instead."
)

NOT_MET = [
    ("return 4", "equals(3)", f"f() gave 4, expected 3. That is one too many: {COUNTING}"),
    ("return 2", "equals(3)", f"f() gave 2, expected 3. That is one too few: {COUNTING}"),
    ("return 6", "equals(3)", "f() gave 6, expected 3. That is twice the expected value."),
    ("return 15", "equals(30)", "f() gave 15, expected 30. That is half the expected value."),
    (
        "return 3000",
        "equals(3)",
        "f() gave 3000, expected 3. "
        "That is off by a factor of 1000: are seconds and milliseconds mixed up?",
    ),
    ("return -3", "equals(3)", "f() gave -3, expected 3. The sign is the wrong way round."),
    ("return 65435", "equals(100)", "f() gave 65435, expected 100. Is it the wrong way round?"),
    ("return False", "equals(True)", "f() gave False, expected True. Is it the wrong way round?"),
    (
        "return True",
        "equals(1)",
        "f() gave True, expected 1. The value is right, but its type is bool, not int.",
    ),
    (
        "return 1.0",
        "equals(1)",
        "f() gave 1.0, expected 1. The value is right, but its type is float, not int.",
    ),
    (
        "return '3'",
        "equals(3)",
        "f() gave '3', expected 3. The value is right, but its type is str, not int.",
    ),
    (
        "return (1, 2)",
        "equals([1, 2])",
        "f() gave (1, 2), expected [1, 2]. The value is right, but its type is tuple, not list.",
    ),
    ("return {'a': True}", "equals({'a': 1})", "f() gave {'a': True}, expected {'a': 1}."),
    ("return [[True]]", "equals([[1]])", "f() gave [[True]], expected [[1]]."),
    ("pass", "equals(3)", "f() gave None, expected 3. Is there a return?"),
    (
        "print(3)",
        "equals(3)",
        "f() gave None, expected 3. "
        "It was printed: print() only shows a value, return hands it back.",
    ),
    (
        "return [2, 1]",
        "equals([1, 2])",
        "f() gave [2, 1], expected [1, 2]. The order is the wrong way round.",
    ),
    (
        "return [2, 1, 3]",
        "equals([1, 2, 3])",
        "f() gave [2, 1, 3], expected [1, 2, 3]. The items are right, their order is not.",
    ),
    ("return [1]", "equals([1, 2])", "f() gave [1], expected [1, 2]. The last item is missing."),
    ("return [2]", "equals([1, 2])", "f() gave [2], expected [1, 2]. The first item is missing."),
    (
        "return [1, 2, 3]",
        "equals([1, 2])",
        "f() gave [1, 2, 3], expected [1, 2]. There is one item too many at the end.",
    ),
    (
        "return [0, 1, 2]",
        "equals([1, 2])",
        "f() gave [0, 1, 2], expected [1, 2]. There is one item too many at the beginning.",
    ),
    (
        "return 'Hello '",
        "equals('Hello')",
        "f() gave 'Hello ', expected 'Hello'. Only spaces or line ends differ.",
    ),
    (
        "return 'hello'",
        "equals('Hello')",
        "f() gave 'hello', expected 'Hello'. Only capital and small letters differ.",
    ),
    ("return 10**5000", "equals(3)", "f() gave a whole number of 16610 bits, expected 3."),
    (
        "return led",
        "equals(3)",
        f"f() failed: The board returned Pin(GPIO15, mode=OUT), {COUNTERPART} Expected 3.",
    ),
    (
        "return f",
        "equals(3)",
        f"f() failed: The board returned <function f at 0x...>, {COUNTERPART} Expected 3.",
    ),
    (
        "raise ValueError('too big')",
        "equals(3)",
        "f() raised ValueError: too big (line 7, in f). Expected 3.",
    ),
    (
        "return g()",
        "equals(3)",
        "f() raised NameError: name 'g' isn't defined (line 7, in f). "
        "Is g spelled right, and has the cell that defines it been run? Expected 3.",
    ),
    ("return 3.2", "close_to(3, within=0.1)", "f() gave 3.2, expected 3 (give or take 0.1)."),
    (
        "return True",
        "close_to(1, within=0.1)",
        "f() gave True, expected 1 (give or take 0.1). "
        "The value is right, but its type is bool, not int.",
    ),
    (
        "return float('nan')",
        "close_to(1, within=0.1)",
        "f() gave nan, expected 1 (give or take 0.1).",
    ),
    ("return 5", "between(1, 4)", "f() gave 5, expected a number from 1 to 4."),
    (
        "return 'x'",
        "between(1, 4)",
        "f() gave 'x', expected a number from 1 to 4. That is of type str, not a number.",
    ),
    ("pass", "one_of(1, 4)", "f() gave None, expected one of 1, 4. Is there a return?"),
    ("return True", "one_of(1, 4)", "f() gave True, expected one of 1, 4."),
    (
        "return [1, True]",
        "contains(2)",
        "f() gave [1, True], expected something with 2 in it.",
    ),
    ("return 5", "contains('b')", "f() gave 5, expected something with 'b' in it."),
    (
        "return True",
        "is_a(int)",
        "f() gave True, expected a value of type int. That is of type bool, not int.",
    ),
    (
        "from collections import namedtuple; return namedtuple('float', ('a',))(42)",
        "is_a('float')",
        "f() gave (42,), expected a value of type float. That is no float, though it is "
        "called one.",
    ),
    ("return 0", "returns_nothing()", "f() gave 0, expected no value (None)."),
    (
        "raise ValueError('too big')",
        "raises('ValueError', saying='small')",
        "f() raised ValueError: too big (line 7, in f). Expected ValueError saying 'small'.",
    ),
    ("raise TypeError", "raises('ValueError')", "f() raised TypeError (line 7, in f). "
     "Expected ValueError."),
    ("return 3", "raises('ValueError')", "f() gave 3, expected it to raise ValueError."),
    ("print('hi ')", "prints('hi')", "f() printed 'hi ', expected 'hi'. Only spaces differ."),
    (
        "return 'hi'",
        "prints('hi')",
        "f() printed nothing, expected 'hi'. It returned a str: print() is what shows it.",
    ),
    (
        "print('a')",
        "prints_lines(['a', 'b'])",
        f"f() printed 'a', expected 2 lines, 'a', 'b'. That is one too few: {COUNTING}",
    ),
    (
        r"print('x\x1b[2J')",
        "prints_nothing()",
        r"f() printed 'x\x1b[2J', expected it to print nothing.",
    ),
    (
        "time.sleep(50)",
        "lasts(50)",
        "f() took 50 s, expected 50 ms. "
        "Is the delay in seconds? sleep() counts seconds, sleep_ms() milliseconds.",
    ),
    (
        "time.sleep_ms(1000)",
        "lasts(500)",
        "f() took 1 s, expected 500 ms. That is twice as long.",
    ),
    (
        "time.sleep_ms(30)",
        "lasts_at_most(10)",
        "f() took 30 ms, expected at most 10 ms.",
    ),
    (
        "import machine; machine.reset()",
        "equals(3)",
        "f() failed: The program restarted the board (machine.reset()): "
        "variables and imports are gone. Expected 3.",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("body", "expectation", "message"), MET)
def test_met(body: str, expectation: str, message: str) -> None:
    program = f"def f():\n    {body}"
    assert confirmed(program, f"expect(board.call('f')).{expectation}") == message


@pytest.mark.parametrize(("body", "expectation", "message"), NOT_MET)
def test_not_met(body: str, expectation: str, message: str) -> None:
    program = f"def f():\n    {body}"
    assert told(program, f"expect(board.call('f')).{expectation}") == message


def test_a_function_that_is_not_there_is_missed_by_name() -> None:
    assert told("def blnk(): pass", "expect(board.call('blink', 3)).equals(1)") == (
        "blink(3) failed: there is no blink on the board. "
        "Has the cell that defines blink been run, without an error? Expected 1."
    )


def test_a_plain_value_can_be_expected_too() -> None:
    assert messages("", "expect([1, 2]).equals([1, 2])\nexpect('GP15').equals('GP1')") == [
        (True, "Found [1, 2]."),
        (False, "Found 'GP15', expected 'GP1'."),
    ]


def test_a_value_cannot_run_or_compare_on_the_host() -> None:
    program = """
class Same:
    def __eq__(self, other): return True
    def __repr__(self): return "__import__('os').getpid()"
def f(): return Same()
"""
    assert told(program, "expect(board.call('f')).equals(3)") == (
        f"f() failed: The board returned __import__('os').getpid(), {COUNTERPART} Expected 3."
    )


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("[10**1000]", "[a whole number of 3322 bits]"),
        ("[1e300, 10**400]", "[1e+300, a whole number of 1329 bits]"),
        ("'x' * 500", "'" + 156 * "x" + "..."),
        ("list(range(100, 1100))", "[100, 101, 102, 103, 104"),
    ],
)
def test_no_value_breaks_a_check(value: str, shown: str) -> None:
    program = f"def f(): return {value}"
    check = """
call = board.call('f')
for wanted in (0.0, 1.5, 7, [7], [1, 2], 'x', (1,), {1: 2}):
    expect(call).equals(wanted)
    expect(call).contains(wanted)
expect(call).close_to(0.0, within=1)
expect(call).between(0.0, 1.0)
"""
    found = messages(program, check)
    assert len(found) == 18
    assert not found[0][0]
    assert found[0][1].startswith(f"f() gave {shown}")


def test_builtins_of_the_board_do_not_decide() -> None:
    program = """
import builtins, sys
builtins.len = builtins.repr = builtins.print = lambda *args, **kwargs: None
builtins.isinstance = lambda *args: True
def f(): return 4
"""
    assert told(program, "expect(board.call('f')).equals(3)").startswith("f() gave 4, expected 3.")
