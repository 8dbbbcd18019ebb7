"""Expectations of a memory chip, and what is said of a chip that did not acknowledge."""

from __future__ import annotations

import pytest

from coursekit.bench import Diagram
from coursekit.boards.virtual.board import VirtualBoard
from coursekit.checks import Verdict, run_check
from tests.checks.i2c_bench import I2C_DIAGRAM

PROGRAM = """
from machine import I2C, Pin
import time
i2c = I2C(0, sda=Pin(4), scl=Pin(5))

def store(start, data, ms=5):
    i2c.writeto_mem(0x50, start, data, addrsize=16)
    time.sleep_ms(ms)

def refuse():
    raise ValueError("no")

def ask(address):
    i2c.writeto(address, b"")

def hexadecimal():
    return [0x48, -1, (0x77, True), {0x10: "16"}]
"""
TEXT = b"0123456789abcdefghijklmnopqrstuvwxyz"


def verdict(check: str) -> Verdict:
    """What a check says of the program above."""
    with VirtualBoard(Diagram.from_dict(I2C_DIAGRAM), fast_forward=True) as board:
        board.exec(PROGRAM)
        return run_check(check, "task", board)


def told(check: str) -> tuple[bool, str]:
    """Whether the last expectation of a check was met, and its message."""
    found = verdict(check)
    assert found.problem == ""
    return found.findings[-1].met, found.findings[-1].message


@pytest.mark.parametrize(
    ("before", "expectation", "met", "message"),
    [
        ("board.call('store', 3, b'abc')", "stores(b'abc', at=3)", True,
         "rom1: b'abc' from address 3 on."),
        ("board.call('store', 0, bytes(20))", "stores(bytes(20))", True,
         "rom1: the expected 20 bytes from address 0 on."),
        ("board.call('store', 3, b'abc')", "stores(b'abd', at=3)", False,
         "rom1: expected b'abd' from address 3 on, saw b'abc'. 1 of 3 bytes differs."),
        (f"board.call('store', 20, {TEXT[:20]!r})", f"stores({TEXT[:20]!r}, at=20)", False,
         "rom1: expected b'0123456789abcdefghij' from address 20 on, saw "
         "b'0123456789ab\\xff\\xff\\xff\\xff\\xff\\xff\\xff\\xff'. 8 of 20 bytes differ. "
         "What belongs at 32 stands at 0: behind the last byte of a page the chip goes on with the "
         "first one."),
        ("board.call('refuse')", "stores(b'a')", False,
         "rom1: expected b'a' from address 0 on, saw b'\\xff'. 1 of 1 byte differs. "
         "refuse() raised ValueError: no (line 11, in refuse)."),
        ("expect(board.call('refuse')).raises('ValueError')", "stores(b'a')", False,
         "rom1: expected b'a' from address 0 on, saw b'\\xff'. 1 of 1 byte differs."),
    ],
)  # fmt: skip
def test_what_a_memory_chip_holds(before: str, expectation: str, met: bool, message: str) -> None:
    assert told(f"{before}\nexpect(bench.rom1).{expectation}") == (met, message)


@pytest.mark.parametrize(
    ("subject", "data"),
    [("bench.lm1", "b'a'"), ("bench.rom1", "b''"), ("bench.rom1", "b'a', 4096")],
)
def test_a_check_that_asks_for_what_is_not_there(subject: str, data: str) -> None:
    assert verdict(f"expect({subject}).stores({data})").problem != ""


def test_a_memory_chip_that_is_still_busy() -> None:
    check = "board.call('store', 0, b'abc', 0)\nexpect(board.call('ask', 0x50)).returns_nothing()"
    met, message = told(check)
    assert not met
    assert message.startswith(
        "ask(80) raised OSError: [Errno 19] ENODEV (line 14, in ask). 0x50 did not acknowledge. "
        "Data was written to it "
    )
    assert message.endswith(" before: is it still busy? Expected no value (None).")


@pytest.mark.parametrize(
    "before",
    ["board.call('store', 0, b'abc', 30)\nbench.rom1.cut_power()", "bench.rom1.nack()"],
)
def test_a_chip_that_does_not_answer_is_named(before: str) -> None:
    met, message = told(f"{before}\nexpect(board.call('ask', 0x50)).returns_nothing()")
    assert not met
    assert " 0x50 did not acknowledge. Expected" in message


def test_whole_numbers_in_hexadecimal() -> None:
    check = "expect(board.call('hexadecimal')).equals([0x48, 16], hexadecimal=True)"
    met, message = told(check)
    assert not met
    shown = "[0x48, -0x1, (0x77, True), {0x10: '16'}]"
    assert message.startswith(f"hexadecimal() gave {shown}, expected [0x48, 0x10].")


def test_none_that_was_right_before_may_be_wrong_and_no_return_is_missing() -> None:
    met, message = told(
        "expect(board.call('ask', 0x48)).equals(None)\nexpect(board.call('ask', 0x48)).equals(5)"
    )
    assert (met, message) == (False, "ask(72) gave None, expected 5.")
