"""The last expression of a cell: when it is shown, what it is, what it leaves behind."""

from __future__ import annotations

import ast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coursekit.session.cells import keep_last_value, shown_value
from tests.session.conftest import Cells


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("1 + 1", "2"),
        ("a = 1; a", "1"),
        ("a = 1\na  # what it is", "1"),
        ("[\n  1,\n  2,  # two\n]", "[1, 2]"),
        ("(\n 5\n)", "5"),
        ("1, 2", "(1, 2)"),
        ("'text'", "'text'"),
        ("'ü'; 'ä' + 'b'", "'\\xe4b'"),
        ('"""a\nb"""', "'a\\nb'"),
        ("x = 3\nx \\\n + 1", "4"),
        ("lambda: 1\n5 if x else 6", "5"),
        ("(y := 7)", "7"),
        ("1\f", "1"),
        ("None", None),
        ("print()", None),
        ("5;", None),
        ("5 ; # quiet", None),
        ("a = 5", None),
        ("if 1: 5", None),
        ("# nothing", None),
        ("", None),
    ],
)
def test_the_value_of_a_cell(common: Cells, cell: str, value: str | None) -> None:
    common.run("x = 3")
    assert common.value(cell) == value


def test_the_value_is_kept_as_underscore(common: Cells) -> None:
    common.run("6 * 7")
    assert common.value("_ + 1") == "43"
    common.run("None")
    assert common.value("_") == "43"


def test_no_helper_is_left_behind(cells: Cells) -> None:
    cells.run("before = set(dir())\n1")
    assert cells.value("sorted(set(dir()) - before)") == "['_', 'before']"
    assert cells.value("'__ck' in globals()") == "False"


def test_globals_can_be_looked_at_twice(common: Cells) -> None:
    for _ in range(2):
        shown = common.value("globals()")
        assert shown is not None
        assert "'__name__': '__main__'" in shown
        assert "__ck" not in shown


def test_names_that_the_program_redefined(cells: Cells) -> None:
    cells.run("print = repr = globals = None")
    assert cells.value("[1, 'a']") == "[1, 'a']"


def test_a_value_as_big_as_the_heap(common: Cells) -> None:
    shown = common.value("bytearray(b'ab' * 30_000)")
    assert shown == "bytearray(b'" + "ab" * 30_000 + "')"


def test_a_value_that_prints_while_it_is_shown(common: Cells) -> None:
    common.run("class Talker:\n    def __repr__(self):\n        print('hm')\n        return 'T'")
    assert common.value("Talker()") in ("hm\nT", "T")


def test_an_error_in_repr_is_the_programs(common: Cells) -> None:
    common.run("class Bad:\n    def __repr__(self):\n        return 1 / 0")
    error = common.error("Bad()")
    assert error.name == "ZeroDivisionError"
    assert "<lambda>" not in "".join(error.traceback)
    assert "return 1 / 0" in "".join(error.traceback)


def test_lines_of_a_long_expression_stay_where_they_are(common: Cells) -> None:
    error = common.error("def f(*a): return a\n\nf(\n  1,\n  1 / 0,\n)")
    assert error.name == "ZeroDivisionError"
    plain = "\n".join(error.traceback)
    assert any(f"line \x1b[0;32m{number}" in plain for number in (3, 5))


@pytest.mark.parametrize(
    "cell",
    [
        "async def f():\n    await g()\nf",
        "@micropython.native\ndef f(): return 1\nf()",
        "@micropython.viper\ndef g(x: int) -> int:\n    return x + 1\ng(1)",
    ],
)
def test_what_only_micropython_has_passes(common: Cells, cell: str) -> None:
    common.run("import micropython")
    assert common.run(cell).status == "ok"


@given(
    st.sampled_from(["x", "f(1)", "(1,\n2)", "'é'", "a if b else c", "lambda: (yield)", "*a, b"])
)
def test_no_line_moves(expression: str) -> None:
    code = f"é = 1\n\nif é:\n    pass\nb = 2; {expression}  # é"
    kept = keep_last_value(code)
    assert kept is not None
    assert kept.count("\n") == code.count("\n")
    assert isinstance(ast.parse(kept).body[-1], ast.Assign)
    last = ast.parse(code).body[-1]
    assert isinstance(last, ast.Expr)
    assigned = ast.parse(kept).body[-1]
    assert isinstance(assigned, ast.Assign)
    assert ast.dump(assigned.value) == ast.dump(last.value)


@given(st.text(), st.text(), st.text())
def test_marks_are_found(before: str, shown: str, after: str) -> None:
    printed = f"{before}MARK({shown},)MARK{after}"
    if "MARK" not in before + shown + after:
        assert shown_value(printed, "MARK") == (before, shown, after)
