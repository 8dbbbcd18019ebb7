"""`name?` in a cell."""

from __future__ import annotations

import pytest

from coursekit.session import Display, Stream
from coursekit.session.help import help_wanted
from tests.session.conftest import Cells


@pytest.mark.parametrize("cell", ["blink?", "?blink", "\n# about\nblink?", " blink? \n"])
def test_a_function_of_an_earlier_cell(common: Cells, cell: str) -> None:
    common.run("def blink(times, on_ms=200):\n    'Blinks the light.'")
    if "#" in cell:
        assert common.error(cell).name == "SyntaxError"  # more than the name: a program
        return
    assert common.run(cell).status == "ok"
    (shown,) = common.outputs
    assert isinstance(shown, Display)
    assert "blink(times, on_ms=200)" in shown.data["text/plain"]
    assert "Blinks the light." in shown.data["text/markdown"]
    assert "def blink" not in shown.data["text/plain"]


def test_two_marks_show_the_source(common: Cells) -> None:
    common.run("def twice(x):\n    return 2 * x")
    common.run("twice??")
    (shown,) = common.outputs
    assert isinstance(shown, Display)
    assert "return 2 * x" in shown.data["text/plain"]


def test_what_a_variable_is_now(cells: Cells) -> None:
    cells.run("from machine import Pin\nled = Pin(15, Pin.OUT)")
    cells.run("%connect virtual --as sensor")
    cells.run("%on sensor\nled = 'another'")
    for cell, value in (("led?", "Pin(GPIO15"), ("%on sensor\nled?", "'another'")):
        cells.run(cell)
        (shown,) = cells.outputs
        assert isinstance(shown, Display)
        assert value in shown.data["text/plain"]


def test_an_unknown_name(common: Cells) -> None:
    error = common.error("nothing_of_that_name?")
    assert error.name == "UsageError"
    assert "Nothing is known of nothing_of_that_name" in error.message


def test_not_in_an_answer(cells: Cells) -> None:
    result = cells.session.run("print?", lambda output: None, trusted=False)
    assert result.error is not None
    assert result.error.name == "UsageError"


def test_it_opens_the_board(cells: Cells) -> None:
    cells.run("machine.Pin?")
    assert isinstance(cells.outputs[0], Stream)
    assert cells.session.board is not None


@pytest.mark.parametrize("code", ["x", "?", "x? y", "?x?", "f()?", "x.?y", "'a?'", ""])
def test_what_is_no_question(code: str) -> None:
    assert not help_wanted(code)
