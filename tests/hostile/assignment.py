"""The assignment that the corpus is written for: three short tasks and a question.

Small, so that a hundred submissions are graded quickly. A task has as many points as its check has
expectations, so points are numbers of expectations that were met.
"""

from __future__ import annotations

from typing import Any

NAME = "small"

POINTS = {"double": 4, "blink": 2, "total": 3}

SETUP = """\
import time
from machine import Pin
"""

HONEST = {
    "double": """\
def double(x):
    return 2 * x
""",
    "blink": """\
led = Pin(15, Pin.OUT)


def blink(times, ms):
    for _ in range(times):
        led.on()
        time.sleep_ms(ms)
        led.off()
        time.sleep_ms(ms)
""",
    "total": """\
def total(n):
    result = 0
    for i in range(n):
        result += i
    return result
""",
    "explain": "A pull-up holds the line at 3.3 V while the button is open.",
}

CHECKS = {
    "double": """\
%%check double
expect(board.call("double", 21)).equals(42)
### BEGIN HIDDEN TESTS
for secret in (100, 1000, 10000):
    x = vary(range(secret, 2 * secret))
    expect(board.call("double", x)).equals(2 * x)
### END HIDDEN TESTS
""",
    "blink": """\
%%check blink
board.call("blink", 3, 200)
expect(bench.led1).pulses(3, on_ms=200, off_ms=200)
### BEGIN HIDDEN TESTS
times, ms = vary(range(5, 9)), vary(range(50, 150))
board.call("blink", times, ms)
expect(bench.led1).pulses(times, on_ms=ms, off_ms=ms)
### END HIDDEN TESTS
""",
    "total": """\
%%check total
expect(board.call("total", 10)).equals(45)
### BEGIN HIDDEN TESTS
n = vary(range(300, 600))
summed = board.call("total", n)
expect(summed).equals(n * (n - 1) // 2)
expect(summed).allocates_at_most(400)
### END HIDDEN TESTS
""",
}


def source() -> dict[str, Any]:
    """The instructor's notebook: answers and hidden tests in it."""
    cells = [
        _cell("markdown", "intro", "# A small assignment", locked=True),
        _cell("code", "setup", SETUP, locked=True),
    ]
    for task, points in POINTS.items():
        solution = f"### BEGIN SOLUTION\n{HONEST[task]}### END SOLUTION\n"
        cells += [
            _cell("markdown", f"{task}-text", f"## Task: `{task}`", locked=True),
            _cell("code", task, solution, solution=True),
            _cell("code", f"{task}-check", CHECKS[task], grade=True, locked=True, points=points),
        ]
    cells.append(
        _cell("markdown", "explain", "YOUR ANSWER HERE", solution=True, grade=True, points=2)
    )
    return {
        "cells": cells,
        "metadata": {
            "kernelspec": {
                "display_name": "MicroPython",
                "language": "micropython",
                "name": "micropython",
            },
            "language_info": {"name": "micropython"},
        },
        "nbformat": 4,
        "nbformat_minor": 5,
    }


def _cell(
    kind: str,
    name: str,
    text: str,
    *,
    solution: bool = False,
    grade: bool = False,
    locked: bool = False,
    points: int = 0,
) -> dict[str, Any]:
    nbgrader: dict[str, Any] = {
        "schema_version": 3,
        "grade_id": name,
        "solution": solution,
        "grade": grade,
        "locked": locked,
        "task": False,
    }
    if grade:
        nbgrader["points"] = points
    cell = {"cell_type": kind, "id": name, "metadata": {"nbgrader": nbgrader}, "source": text}
    return cell | ({"execution_count": None, "outputs": []} if kind == "code" else {})
