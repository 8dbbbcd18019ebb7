"""Reads a program as Python once, for all who want to know something of it before it runs.

Parsing a long cell takes seconds of this computer's time, and a check runs every cell again.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

_SCOPES = {
    ast.Lambda: "<lambda>",
    ast.ListComp: "<listcomp>",
    ast.DictComp: "<dictcomp>",
    ast.SetComp: "<setcomp>",
    ast.GeneratorExp: "<genexpr>",
}


@dataclass(frozen=True)
class Place:
    """Where an expression stands: lines from 1, columns in bytes of UTF-8 from 0."""

    line: int
    column: int
    end_line: int
    end_column: int


@dataclass(frozen=True)
class Syntax:
    """What a program shows of itself; nothing of it when it is no Python.

    error_line: where it is no Python, None when it is or when nobody can say.
    called: names that are called as plain functions. defined: names that are given a meaning.
    functions: (name as in a traceback, first line, last line). last: the expression at its end.
    """

    error_line: int | None = None
    called: frozenset[str] = frozenset()
    defined: frozenset[str] = frozenset()
    functions: tuple[tuple[str, int, int], ...] = ()
    last: Place | None = None


@lru_cache(maxsize=32)
def syntax(code: str) -> Syntax:
    """What there is to know of `code`. Never raises for what is in it."""
    try:
        tree = ast.parse(code)
        return _read(tree)
    except SyntaxError as error:
        return Syntax(error_line=error.lineno)
    except (ValueError, RecursionError, MemoryError):
        return Syntax()


def _read(tree: ast.Module) -> Syntax:
    called: set[str] = set()
    defined: set[str] = set()
    functions: list[tuple[str, int, int]] = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            called.add(node.func.id)
        defined.update(_defined(node))
        functions.extend(_functions(node))
    return Syntax(None, frozenset(called), frozenset(defined), tuple(functions), _last(tree))


def _defined(node: ast.AST) -> Iterator[str]:
    match node:
        case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef():
            yield node.name
        case ast.Name(ctx=ast.Store()):
            yield node.id
        case ast.arg():
            yield node.arg
        case ast.alias():
            yield node.asname or node.name


def _functions(node: ast.AST) -> Iterator[tuple[str, int, int]]:
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        yield node.name, node.lineno, node.end_lineno or node.lineno
    elif isinstance(node, ast.expr) and type(node) in _SCOPES:
        yield _SCOPES[type(node)], node.lineno, node.end_lineno or node.lineno


def _last(tree: ast.Module) -> Place | None:
    last = tree.body[-1] if tree.body else None
    if not isinstance(last, ast.Expr):
        return None
    assert last.end_lineno is not None
    assert last.end_col_offset is not None
    return Place(last.lineno, last.col_offset, last.end_lineno, last.end_col_offset)
