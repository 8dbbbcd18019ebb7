"""Records and the comments made of them."""

from __future__ import annotations

import pytest

from coursekit.checks import Finding, Verdict
from coursekit.grading.comments import comments
from coursekit.grading.record import Record, from_verdict
from tests.grading.course import source_notebook


def verdict(*met: bool, problem: str = "") -> Verdict:
    """A verdict with these findings."""
    return Verdict("t", tuple(Finding(m, f"message {i}") for i, m in enumerate(met)), problem)


@pytest.mark.parametrize(
    ("found", "points"),
    [
        (verdict(True, True), 5.0),
        (verdict(True, False), 2.5),
        (verdict(True, False, False), 1.67),
        (verdict(False), 0.0),
        (verdict(), 0.0),
        (verdict(True, problem="the check itself failed"), 0.0),
    ],
)
def test_points_are_the_share_in_hundredths(found: Verdict, points: float) -> None:
    record = from_verdict("t-check", 5, found)
    assert record.points == points
    assert bool(record.reason) == (points < 5)


def test_messages_are_those_of_what_failed() -> None:
    assert from_verdict("t", 1, verdict(True, False)).failed == ("message 1",)
    assert len(from_verdict("t", 1, verdict(*[False] * 50)).failed) == 20


def test_comment_stands_at_the_answer_before_the_check() -> None:
    failed = tuple(f"m{i}" for i in range(5))
    records = {
        "double-check": Record("double-check", 1, 4, "1 of 4 expectations were met.", failed),
        "blink-check": Record("blink-check", 2, 2),
    }
    assert comments(source_notebook(), records) == {
        "double": "double-check: 1 of 4 expectations were met. See below the check."
    }
