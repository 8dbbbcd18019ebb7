"""Which names a program calls and defines, read from its text before it runs."""

from __future__ import annotations

import ast


def calls(code: str, name: str) -> bool:
    """Whether the program calls `name` as a plain function. No Python: False."""
    return any(
        isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == name
        for node in _nodes(code)
    )


def defines(code: str, name: str) -> bool:
    """Whether the program gives `name` a meaning of its own, anywhere. No Python: False."""
    return any(_defines(node, name) for node in _nodes(code))


def _defines(node: ast.AST, name: str) -> bool:
    match node:
        case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef():
            return node.name == name
        case ast.Name():
            return node.id == name and isinstance(node.ctx, ast.Store)
        case ast.arg():
            return node.arg == name
        case ast.alias():
            return (node.asname or node.name) == name
    return False


def _nodes(code: str) -> list[ast.AST]:
    try:
        return list(ast.walk(ast.parse(code)))
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return []
