"""A check on a program: on a real virtual board, wired as in the lesson about GPIO."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from pathlib import Path

import pytest

from coursekit.bench import Diagram
from coursekit.boards import RemoteError
from coursekit.boards.virtual.board import VirtualBoard
from coursekit.boards.virtual.limits import Limits
from coursekit.checks import Verdict, run_check

DIAGRAM = Path(__file__).parents[2] / "lessons" / "01_gpio" / "diagram.json"

HEAD = """
from machine import PWM, Pin
import time
led = Pin(15, Pin.OUT)
button = Pin(14, Pin.IN, Pin.PULL_UP)
"""

Judge = Callable[..., Verdict]


def judge(program: str, check: str, task: str = "task", limits: Limits | None = None) -> Verdict:
    """Run a program as a notebook's cell is run, then a check."""
    with VirtualBoard(Diagram.load(DIAGRAM), fast_forward=True) as board:
        with contextlib.suppress(RemoteError):
            board.exec(HEAD + program)
        return run_check(check, task, board, limits)


def messages(program: str, check: str) -> list[tuple[bool, str]]:
    """What the check says: whether each expectation was met, and its message."""
    verdict = judge(program, check)
    assert verdict.problem == ""
    return [(finding.met, finding.message) for finding in verdict.findings]


def told(program: str, check: str) -> str:
    """The one message of a check that is not met."""
    ((met, message),) = messages(program, check)
    assert not met, message
    return message


def confirmed(program: str, check: str) -> str:
    """The one message of a check that is met."""
    ((met, message),) = messages(program, check)
    assert met, message
    return message


@pytest.fixture(name="judge")
def _judge() -> Judge:
    return judge
