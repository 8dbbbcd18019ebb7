"""The reference for authors: every example in it holds, and every expectation has one."""

from __future__ import annotations

import re
from itertools import accumulate
from pathlib import Path

import pytest

from coursekit.bench import Diagram
from coursekit.boards.virtual.board import VirtualBoard
from coursekit.checks import Verdict, run_check
from coursekit.checks.check import Expect
from tests.checks.conftest import judge
from tests.checks.i2c_bench import I2C_DIAGRAM

TEXT = (Path(__file__).parents[2] / "docs" / "checks.md").read_text("utf-8")
BLOCKS = re.findall(r"```(micropython|python)\n(.*?)```", TEXT, re.DOTALL)
PROGRAMS = [text for kind, text in BLOCKS if kind == "micropython"]
_STARTS = accumulate(kind == "micropython" for kind, _ in BLOCKS)
EXAMPLES = [
    (number - 1, text)
    for number, (kind, text) in zip(_STARTS, BLOCKS, strict=True)
    if kind == "python"
]
"""Each with the number of the program above it."""


def judge_of(number: int, example: str) -> Verdict:
    """What a check says of one of the two programs, each on its own bench."""
    if number == 0:
        return judge(PROGRAMS[0], example)
    with VirtualBoard(Diagram.from_dict(I2C_DIAGRAM), fast_forward=True) as board:
        board.exec(PROGRAMS[1])
        return run_check(example, "task", board)


@pytest.mark.parametrize(("number", "example"), EXAMPLES)
def test_example_holds(number: int, example: str) -> None:
    verdict = judge_of(number, example)
    assert verdict.problem == ""
    assert [f.message for f in verdict.findings if not f.met] == []
    assert verdict.passed


def test_every_expectation_has_an_example() -> None:
    methods = {name for name in dir(Expect) if not name.startswith("_")}
    shown = set(re.findall(r"\)\.(\w+)\(", "".join(text for _, text in EXAMPLES)))
    assert methods <= shown
    assert len(PROGRAMS) == 2
