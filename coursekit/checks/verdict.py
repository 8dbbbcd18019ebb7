"""What a check found: one finding for each expectation, and the verdict on the task.

Made on the host alone, so that no program on a board can write one.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from matplotlib.figure import Figure

Picture = tuple["Figure", str]
"""A figure and its alternative text."""


@dataclass(frozen=True)
class Finding:
    """One expectation: whether it was met, and what a student reads about it.

    hidden: it stands in a hidden region of the check. call: the call that it is about, as it
    reads. figure: draws the timing diagram of a trace that was not as expected. cause: the part of
    the message that tells why the call did not return.
    """

    met: bool
    message: str
    hidden: bool = False
    figure: Callable[[], Picture] | None = field(default=None, compare=False, repr=False)
    call: str = ""
    cause: str = ""


@dataclass(frozen=True)
class Verdict:
    """The findings of one check. problem: why the check itself could not be carried out, or ""."""

    task: str
    findings: tuple[Finding, ...] = ()
    problem: str = ""

    @property
    def met(self) -> int:
        """How many expectations were met."""
        return sum(finding.met for finding in self.findings)

    @property
    def total(self) -> int:
        """How many expectations there were."""
        return len(self.findings)

    @property
    def fraction(self) -> float:
        """The share of the points earned, 0..1; nothing for a check that says nothing."""
        return 0.0 if self.problem or not self.total else self.met / self.total

    @property
    def passed(self) -> bool:
        """Whether every expectation was met, and there was one."""
        return not self.problem and 0 < self.total == self.met
