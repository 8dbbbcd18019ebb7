"""How fast one call is beside another: no figure in the message, no program's word for it."""

from __future__ import annotations

import sys

import pytest

from tests.checks.conftest import confirmed, messages, told

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="a process's time is Linux's")

LOOPS = """
def slowly(n):
    total = 0
    for i in range(n):
        total += i
    return total
@micropython.viper
def viper(n: int) -> int:
    total = 0
    for i in range(n):
        total += i
    return total
"""
LIARS = """
import time, sys
time.ticks_us = time.ticks_cpu = time.time = lambda: 0
sys.modules['time'] = None
"""


def expect_faster(fast: str, slow: str, times: float = 2) -> str:
    return f"expect(board.call({fast!r}, 400)).faster_than(board.call({slow!r}, 400), {times})"


def test_viper_code_is_faster() -> None:
    assert confirmed(LOOPS, expect_faster("viper", "slowly")) == (
        "viper(400) is at least 2 times as fast as slowly(400)."
    )


@pytest.mark.parametrize("lies", ["", LIARS])
@pytest.mark.parametrize(
    ("fast", "slow", "times"),
    [("slowly", "slowly", 2), ("slowly", "viper", 2), ("viper", "slowly", 1000)],
)
def test_what_is_not_faster(fast: str, slow: str, times: float, lies: str) -> None:
    assert told(LOOPS + lies, expect_faster(fast, slow, times)) == (
        f"{fast}(400) is not at least {times} times as fast as {slow}(400)."
    )


@pytest.mark.parametrize(("fast", "slow"), [("gone", "slowly"), ("slowly", "gone")])
def test_call_that_raised(fast: str, slow: str) -> None:
    met, message = messages(LOOPS, expect_faster(fast, slow))[0]
    assert not met
    assert "there is no gone on the board" in message
