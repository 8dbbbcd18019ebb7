"""The same submission gets the same points, messages and outputs, however busy the computer is.

Two hundred gradings: five submissions forty times each, half of them while every core computes.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import nbformat
import pytest

from coursekit.grading import grade_notebook
from tests.hostile.cases import cases
from tests.hostile.conftest import Hostile
from tests.hostile.making import ALL, Release, answered

TIMES = 20

PARTLY_RIGHT = """\
led = Pin(15, Pin.OUT)


def blink(times, ms):
    for _ in range(times):
        led.on()
        time.sleep_ms(ms)
        led.off()
        time.sleep_ms(ms + ms // 8)
        print("blinked", time.ticks_ms(), led)
"""


def honest(release: Release) -> bytes:
    return answered(release)


def partly_right(release: Release) -> bytes:
    """Public values only, pauses that are too long, and the time and an object printed."""
    return answered(release, double="def double(x):\n    return 42\n", blink=PARTLY_RIGHT)


HOSTILE = {
    case.name: case.make
    for case in cases()
    if case.name in ("prints_for_ever_in_call", "ignores_ctrl_c_asleep", "frames_forged")
}
SUBMISSIONS = {"honest": honest, "partly_right": partly_right, **HOSTILE}


@contextmanager
def busy() -> Iterator[None]:
    """Every core has something to compute."""
    command = [sys.executable, "-c", "while True: pass"]
    others = [subprocess.Popen(command) for _ in range(os.cpu_count() or 1)]
    try:
        yield
    finally:
        for other in others:
            other.kill()
            other.wait()


@pytest.mark.timeout(600)
@pytest.mark.parametrize("name", SUBMISSIONS)
def test_the_same_two_hundred_times(name: str, hostile: Hostile) -> None:
    submitted = SUBMISSIONS[name](hostile.release)
    seen = {grade(hostile, submitted) for _ in range(TIMES)}
    with busy():
        seen |= {grade(hostile, submitted) for _ in range(TIMES)}
    assert len(seen) == 1, first_difference(*sorted(seen)[:2])


def grade(hostile: Hostile, submitted: bytes) -> str:
    """All that a grading brings: records, notes and the notebook's bytes."""
    graded = grade_notebook(hostile.bundle, submitted, None, hostile.files)
    notebook = nbformat.writes(graded.nb)  # type: ignore[no-untyped-call]
    return "\n".join([*map(repr, graded.records.values()), *graded.notes, notebook])


def first_difference(one: str, other: str) -> str:
    at = next(i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b)
    return f"{one[max(0, at - 200) : at + 200]!r}\nis elsewhere\n{other[at : at + 200]!r}"


def test_the_submissions_differ(hostile: Hostile) -> None:
    """Otherwise nothing would be shown."""
    points = {}
    for name, make in SUBMISSIONS.items():
        graded = grade_notebook(hostile.bundle, make(hostile.release), None, hostile.files)
        points[name] = {task: graded.records[f"{task}-check"].points for task in ALL}
    assert points["honest"] == ALL
    assert len(SUBMISSIONS) == 5
    assert all(some != ALL for name, some in points.items() if name != "honest")
