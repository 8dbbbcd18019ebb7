"""Holds what two boards showed against each other and against the table of differences."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from tests.conformance.differences import Seen, Table
from tests.conformance.observation import Observation


@dataclass(frozen=True)
class Problem:
    """kind: "unlisted", "gone" or "changed". message: both texts, and what to do."""

    kind: str
    seen: Seen
    message: str


@dataclass
class Comparison:
    """Of one subject. listed: how many differences, by who is wrong."""

    subject: str
    observations: int = 0
    equal: int = 0
    listed: Counter[str] = field(default_factory=Counter)
    problems: list[Problem] = field(default_factory=list)
    different: list[Seen] = field(default_factory=list)

    def __add__(self, other: Comparison) -> Comparison:
        return Comparison(
            self.subject,
            self.observations + other.observations,
            self.equal + other.equal,
            self.listed + other.listed,
            self.problems + other.problems,
            self.different + other.different,
        )


def compare(
    subject: str, virtual: Sequence[Observation], emulated: Sequence[Observation], table: Table
) -> Comparison:
    """What the table does not expect is a problem; silence on both boards is no observation."""
    assert [o.key for o in virtual] == [o.key for o in emulated]
    result = Comparison(subject)
    for ours, theirs in zip(virtual, emulated, strict=True):
        now = Seen(subject, ours.key, ours.text, theirs.text)
        expected = table.find(subject, ours.key)
        if not ours.text and not theirs.text and expected is None:
            continue
        result.observations += 1
        if ours.text == theirs.text:
            result.equal += 1
        else:
            result.different.append(now)
        if expected is not None and expected[1] == now:
            result.listed[expected[0].wrong] += 1
        elif expected is not None or ours.text != theirs.text:
            result.problems.append(_problem(now, expected[1] if expected else None))
    return result


def _problem(now: Seen, listed: Seen | None) -> Problem:
    title = f"{now.program}: {now.observation}"
    both = f"\n  virtual board:  {_shown(now.virtual)}\n  emulated board: {_shown(now.emulated)}"
    if listed is None:
        return Problem(
            "unlisted",
            now,
            f"{title}{both}\nThe boards differ, and differences.toml does not say so. Find out who "
            "is wrong. Mend the virtual board, or list the difference with its reason:\n"
            f"  {now.toml()},",
        )
    if now.virtual == now.emulated:
        return Problem(
            "gone",
            now,
            f"{title}\n  both boards:    {_shown(now.virtual)}\nThe boards agree, but "
            "differences.toml lists a difference. Take this observation out of its row, and the "
            "row out of the table if nothing else shows it.",
        )
    return Problem(
        "changed",
        now,
        f"{title}{both}\ndifferences.toml lists other texts:\n"
        f"  virtual board:  {_shown(listed.virtual)}\n"
        f"  emulated board: {_shown(listed.emulated)}\n"
        f"If the reason given there still holds, put the new ones in:\n  {now.toml()},",
    )


def _shown(text: str) -> str:
    return text.replace("\n", "\n    ") if text else "(nothing)"
