"""The reference for authors: every example in it holds, and every expectation has one."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from coursekit.checks.check import Expect
from tests.checks.conftest import judge

TEXT = (Path(__file__).parents[2] / "docs" / "checks.md").read_text("utf-8")
PROGRAM, *MORE = re.findall(r"```micropython\n(.*?)```", TEXT, re.DOTALL)
EXAMPLES = re.findall(r"```python\n(.*?)```", TEXT, re.DOTALL)


@pytest.mark.parametrize("example", EXAMPLES)
def test_example_holds(example: str) -> None:
    verdict = judge(PROGRAM, example)
    assert verdict.problem == ""
    assert [f.message for f in verdict.findings if not f.met] == []
    assert verdict.passed


def test_every_expectation_has_an_example() -> None:
    methods = {name for name in dir(Expect) if not name.startswith("_")}
    shown = set(re.findall(r"\)\.(\w+)\(", "".join(EXAMPLES)))
    assert methods <= shown
    assert not MORE
