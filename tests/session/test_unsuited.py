"""Cells that are meant for another place: what they are told, and that nothing of them runs."""

from __future__ import annotations

import pytest

from coursekit.session.names import calls, defines
from tests.session.conftest import Cells


@pytest.mark.parametrize(
    "cell",
    ["name = input()", "print('asked')\nprint(input('Name? '))", "def ask():\n    return input()"],
)
def test_input_is_refused_before_the_program_starts(common: Cells, cell: str) -> None:
    error = common.error(cell)
    assert error.name == "UsageError"
    assert "Nobody can answer input() here" in error.message
    assert 'name = "Ada"' in error.message
    assert common.kinds == ["Error"]


def test_an_input_of_ones_own_may_be_called(cells: Cells) -> None:
    assert cells.value("def input(prompt):\n    return 'Ada'\ninput('Name? ')") == "'Ada'"
    assert cells.value("input('Name? ')") == "'Ada'"
    cells.session.restart()
    assert cells.error("input('Name? ')").name == "UsageError"


@pytest.mark.parametrize(
    ("code", "called", "defined"),
    [
        ("input()", True, False),
        ("x = [input() for _ in 'ab']", True, False),
        ("board.input()", False, False),
        ("print(input)", False, False),
        ("'input()'", False, False),
        ("input(", False, False),
        ("input = 5", False, True),
        ("class input: pass", False, True),
        ("def f(input): return input()", True, True),
        ("from keys import read as input", False, True),
        ("for input in x: pass", False, True),
    ],
)
def test_names_that_are_called_and_defined(code: str, called: bool, defined: bool) -> None:
    assert calls(code, "input") is called
    assert defines(code, "input") is defined


@pytest.mark.parametrize(
    ("cell", "says"),
    [
        ("!pip install numpy", "Line 1 is a command for a shell (!), but cells run on the board"),
        ("print('never')\nif True:\n    !ls 'a", "Line 3 is a command for a shell"),
        ("%board\n!ls\nimport os", "Line 2 is a command for a shell"),
        ("%pip install numpy", "%pip installs packages on a computer, but cells run on the board"),
        ("%pip?", "%pip installs"),
        ("import os\n%conda install numpy", "%conda installs"),
        (
            "%matplotlib inline\nprint('never')",
            "%matplotlib is not needed: figures of %%host cells are shown by themselves.",
        ),
        ("print('never')\n%matplotlib inline", "%matplotlib is not needed"),
    ],
)
def test_a_command_of_ipython_is_refused(common: Cells, cell: str, says: str) -> None:
    error = common.error(cell)
    assert error.name == "UsageError"
    assert says in error.message
    assert common.text == ""


def test_an_exclamation_mark_in_a_text_is_no_command(common: Cells) -> None:
    assert common.value("'\\\n!'") == "'!'"
    assert common.value('"""\n!ls"""') == "'\\n!ls'"
