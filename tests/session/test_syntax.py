"""What is read from a program's text before it runs, and that it is read only once."""

from __future__ import annotations

import ast

import pytest

from coursekit.session.syntax import Place, Syntax, syntax

PROGRAM = """\
import time as t
def f(a):
    return [x for x in a]
f(input())"""


def test_names_functions_and_the_last_expression() -> None:
    found = syntax(PROGRAM)
    assert found.called == {"f", "input"}
    assert found.defined == {"t", "f", "a", "x"}
    assert set(found.functions) == {("f", 2, 3), ("<listcomp>", 3, 3)}
    assert found.last == Place(4, 0, 4, 10)
    assert found.error_line is None


@pytest.mark.parametrize(
    ("code", "line"), [("x = 1\n!ls", 2), ("-" * 80_000 + "1", None), ("\0", None)]
)
def test_what_is_no_python_shows_nothing_but_where(code: str, line: int | None) -> None:
    found = syntax(code)
    assert found in (Syntax(error_line=line), Syntax(error_line=1))
    assert line is None or found.error_line == line


def test_a_program_is_parsed_once(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    real = ast.parse

    def parse(code: str) -> ast.Module:
        asked.append(code)
        return real(code)

    monkeypatch.setattr(ast, "parse", parse)
    syntax.cache_clear()
    assert syntax("once = 1") == syntax("once = 1")
    assert asked == ["once = 1"]
