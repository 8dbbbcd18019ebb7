"""What the host writes down about one grade cell: the only thing that earns points."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from coursekit.checks import Verdict

NO_RECORD = "This check was not run, so it earns no points."
_MOST_MESSAGES = 20
_MOST_CHARS = 500


@dataclass(frozen=True)
class Record:
    """The points of a grade cell, and why they are not all of `max_points`.

    points: in hundredths, `max_points` times the share of expectations that were met.
    failed: the messages of those that were not met, at most 20.
    """

    grade_id: str
    points: float
    max_points: float
    reason: str = ""
    failed: tuple[str, ...] = ()

    @property
    def passed(self) -> bool:
        """Whether it earns all points there are, and nothing was wrong."""
        return not self.reason


def from_verdict(grade_id: str, max_points: float, verdict: Verdict) -> Record:
    """The record of a check that ran."""
    if verdict.problem:
        return nothing(grade_id, max_points, verdict.problem)
    failed = tuple(_short(f.message) for f in verdict.findings if not f.met)
    share = verdict.fraction
    if not math.isfinite(share) or verdict.total <= 0:
        return nothing(grade_id, max_points, NO_RECORD)
    share = min(1.0, max(0.0, share))
    reason = "" if verdict.passed else f"{verdict.met} of {verdict.total} expectations were met."
    return Record(
        grade_id, round(max_points * share, 2), max_points, reason, failed[:_MOST_MESSAGES]
    )


def nothing(grade_id: str, max_points: float, reason: str) -> Record:
    """No points, and why."""
    return Record(grade_id, 0.0, max_points, _short(reason) or NO_RECORD)


def _short(text: str) -> str:
    text = printable(text)
    return text if len(text) <= _MOST_CHARS else text[: _MOST_CHARS - 3] + "..."


def printable(text: str) -> str:
    """`text` without what neither a file nor a database can hold."""
    return text.encode("utf-8", "replace").decode("utf-8").replace("\0", "\ufffd")
